"""Of bodies that cannot be read, and of requests that no door is open to."""

from api.refusals.text import Text

AGAIN = ("用标准 JSON 库重新生成内容后再提交", "write the body with a JSON library and post again")

BODIES: dict[str, Text] = {
    "not_utf8": Text(
        (400,),
        ("内容不是 UTF-8 编码", "The body is not UTF-8"),
        ("以 UTF-8 编码后再提交（不是 GBK，也不是 UTF-16）", "encode it as UTF-8, not GBK or UTF-16, and post again"),
        (("第 {byte} 字节不是 UTF-8", "byte {byte} is not UTF-8"),),
    ),
    "not_json": Text(
        (400,),
        ("内容不是 JSON", "The body is not JSON"),
        AGAIN,
        (("第 {character} 个字符处不是 JSON：{reason}", "not JSON at character {character}: {reason}"),),
    ),
    "duplicate_key": Text(
        (400,),
        ("同一对象中有重复的名称，不同程序会读出不同内容", "A name stands twice in one object"),
        ("每个名称只写一次", "write each name once: two readers could read it differently"),
        (("名称 {name} 在同一对象中出现两次", "{name} stands twice in one object"),),
    ),
    "not_a_number": Text(
        (400,),
        ("含有 JSON 没有的数值", "A value that JSON does not have"),
        ("没有读数就省去该字段", "leave out a field that has no reading"),
        (("{name} 不是 JSON 数值", "{name} is not JSON"),),
    ),
    "number_too_long": Text(
        (400,),
        ("数值过长", "A number longer than anybody can mean"),
        ("按仪器的精度书写", "write it as exactly as the instrument measures"),
        (
            ("数值超过 {digits} 位", "a number of more than {digits} digits"),
            ("指数超出 ±{exponent}", "an exponent beyond {exponent}"),
        ),
    ),
    "lone_surrogate": Text(
        (400,),
        ("文本中有不成对的代理字符", "A text holds half of a surrogate pair"),
        ("检查截断文本的程序", "look for the program that cut the text in the middle of a character"),
    ),
    "nul": Text(
        (400,),
        ("文本中有空字符 NUL", "A text holds the character NUL"),
        ("去掉空字符", "leave it out"),
    ),
    "too_deep": Text(
        (400,),
        ("嵌套过深", "Nested too deep"),
        ("没有任何事实需要这么多层", "no fact needs so many levels; look for the program that nested them"),
        (("嵌套超过 {depth} 层", "nested more than {depth} deep"),),
    ),
    "not_as_declared": Text(
        (400,),
        ("内容与所声明的类型不符", "The body is not what its content type declares"),
        (
            "单个事件用 application/cloudevents+json，数组用 application/cloudevents-batch+json，"
            "application/json 两者皆可",
            "one event is application/cloudevents+json, an array application/cloudevents-batch+json,"
            " application/json is either",
        ),
        (("{media_type} 应为{zh}", "{media_type} is {en}"),),
    ),
    "not_gzip": Text(
        (400,),
        ("内容不是一份完整的 gzip", "The body is not one whole gzip stream"),
        ("重新压缩，或不压缩直接提交", "compress it again, or send it as it is without Content-Encoding"),
    ),
    "body_too_slow": Text(
        (408,),
        ("内容没有在时限内送达", "The body did not arrive in time"),
        ("分成较小的批次重新提交，已记录的不会重复", "post again in smaller batches; nothing is stored twice"),
        (("{seconds} 秒内没有送达全部内容", "the whole body did not arrive within {seconds} s"),),
    ),
    "body_too_large": Text(
        (413,),
        ("内容过大", "The body is too large"),
        ("分成较小的批次", "post in smaller batches"),
        (("超过 {most} 字节（解压后）", "more than {most} bytes, counted uncompressed"),),
    ),
    "media_type": Text(
        (415,),
        ("不接受此内容类型", "The content type is not read here"),
        (
            "用 application/json 或 CloudEvents 的 JSON 类型",
            "send application/json or one of CloudEvents' JSON types",
        ),
        (("{media_type} 不是下列之一：{known}", "{media_type} is not one of {known}"),),
    ),
    "charset": Text(
        (415,),
        ("只接受 UTF-8", "Only UTF-8 is read here"),
        ("以 UTF-8 编码，charset 写 utf-8 或不写", "encode as UTF-8, and say charset=utf-8 or nothing"),
        (("charset 为 {charset}，应为 utf-8", "charset is {charset}; it has to be utf-8"),),
    ),
    "content_encoding": Text(
        (415,),
        ("不接受此压缩方式", "The content encoding is not read here"),
        ("用 gzip 压缩，或不压缩", "compress with gzip, or do not compress"),
        (("Content-Encoding 为 {encoding}，只接受 gzip", "Content-Encoding is {encoding}; only gzip is read here"),),
    ),
    "binary_mode": Text(
        (415,),
        (
            "不接受 CloudEvents 的二进制模式（ce- 请求头）",
            "CloudEvents in binary mode (ce- headers) are not read here",
        ),
        (
            "把属性与 data 一起写进 JSON，以 application/cloudevents+json 提交",
            "put the attributes and data into one JSON object and send it as application/cloudevents+json",
        ),
    ),
    "no_such_route": Text(
        (404,),
        ("没有这个地址", "There is no such address"),
        ("GET /docs 列出全部地址", "GET /docs lists every address"),
    ),
    "method_not_allowed": Text(
        (405,),
        ("此地址不支持该方法", "The method is not one of this address"),
        ("用 Allow 响应头所列的方法", "use a method of the header Allow"),
    ),
    "http": Text(
        (400,),
        ("请求不符合 HTTP", "The request is not proper HTTP"),
        ("检查发送请求的程序", "look at the program that sends it"),
    ),
}

"""Of events that are read well and make no sense: attributes, subjects, data, parameters of an address."""

from api.refusals.text import Text

SCHEMA = ("见 GET /v1/event-types/类型名", "see GET /v1/event-types/TYPE")
TYPES = ("GET /v1/event-types 列出全部类型", "GET /v1/event-types lists them")

EVENTS: dict[str, Text] = {
    "batch_size": Text(
        (422,),
        ("批次的事件数不在允许范围", "A batch has 1 to 10,000 events"),
        ("分成较小的批次", "post in smaller batches, and none that is empty"),
        (("一批 1 至 {most} 个事件，此批 {count} 个", "a batch has 1 to {most} events, this one has {count}"),),
    ),
    "specversion": Text(
        (422,),
        ("只接受 CloudEvents 1.0", "Only CloudEvents 1.0"),
        ('写 "specversion": "1.0"', 'write "specversion": "1.0"'),
    ),
    "datacontenttype": Text(
        (422,),
        ("data 只能是 application/json", "data is application/json"),
        ("去掉 datacontenttype", "leave datacontenttype out"),
    ),
    "missing_attribute": Text(
        (422,),
        ("缺少事件属性", "An attribute of the event is wanted"),
        ("补上该属性", "add it"),
        (("缺少属性 {name}", "{name} is wanted"),),
    ),
    "unknown_attribute": Text(
        (422,),
        ("未知的事件属性", "An attribute of the event is not known here"),
        ("去掉它，或移入 data", "leave it out, or move it into data"),
        (("属性 {name} 不是这里所知的", "{name} is not an attribute known here"),),
    ),
    "unknown_type": Text(
        (422, 404),
        ("没有这种事实类型", "Not a type of fact"),
        TYPES,
        (("{type} 不是事实类型", "{type} is not a type of fact"),),
    ),
    "occurred_in_future": Text(
        (422,),
        ("发生时间比账本时钟超前五分钟以上", "time is more than five minutes ahead of the ledger's clock"),
        ("按 server_time 校准设备时钟，再提交队列", "set the device's clock by `server_time`, then post its queue"),
        (("超前五分钟以上；账本时间为 {server_time}", "more than five minutes ahead of the ledger's {server_time}"),),
    ),
    "fact_too_large": Text(
        (422,),
        ("单个事实超过 48 KiB", "A fact is larger than 48 KiB"),
        ("大文件只写散列值，长清单分部分陈述", "name large files by their hash, state long lists in parts"),
        (("{bytes} 字节，至多 {most} 字节", "{bytes} bytes, at most {most}"),),
    ),
    "more_findings": Text(
        (400, 403, 409, 422),
        ("问题太多，未全部列出", "There are more problems than are told"),
        ("改正已列出的，再提交一次", "mend these and post again"),
        (("只列出前 {told} 个问题", "only the first {told} problems are told"),),
    ),
}

SUBJECTS: dict[str, Text] = {
    "place_unknown": Text(
        (422,),
        ("不知道编号应以何地开头", "It is not known with which place the number would begin"),
        ("先登记移出场所及其行政区划", "register the establishment, with its division, first"),
        (("{subject} 的移出地未知", "no place is known that a number for {subject} could begin with"),),
    ),
    "unknown_kind": Text(
        (422,),
        ("未知的对象种类（冒号之前的部分）", "The part of a subject before the colon is not a kind known here"),
        ("对象写作 种类:编号，如 container:…", "write KIND:NUMBER, such as container:…"),
        (("{subject} 的种类未知", "{subject} is not of a kind known here"),),
    ),
    "subject_grammar": Text(
        (422,),
        ("对象编号的写法不符合其种类", "The number of a subject is not written as its kind demands"),
        ("见词汇表 docs/GLOSSARY.md", "docs/GLOSSARY.md says how each kind is numbered"),
        (("{subject} 的编号写法不符合其种类", "the number of {subject} is not written as its kind demands"),),
    ),
    "uscc_check_digit": Text(
        (422,),
        ("统一社会信用代码的校验位不符", "The check character of a 统一社会信用代码 is wrong"),
        ("多为录入错误，请核对", "usually a typing error: compare it with the licence"),
        (("{subject} 的校验位不符", "the check digit of {subject} is wrong"),),
    ),
    "wrong_kind": Text(
        (422,),
        ("该类型的事实不是关于这种对象的", "The type is about another kind of subject"),
        SCHEMA,
        (("{type} 是关于 {kind} 的", "{type} is about a {kind}"),),
    ),
    "subject_differs": Text(
        (422,),
        ("更正须针对原事实的对象", "A correction names the subject of its original"),
        ("对象有误时撤回原事实，重新陈述", "withdraw a fact about a wrong subject, and state it again"),
        (("第 {position} 条事实的对象是 {subject}", "position {position} is about {subject}"),),
    ),
    "not_correctable": Text(
        (422,),
        ("关于事实的事实、账本自身的事实不能更正", "A fact about a fact, or of the ledger itself, is not corrected"),
        ("针对最初的事实陈述", "state about the original"),
        (("{type} 不能更正", "a {type} is not corrected"),),
    ),
}

FIELDS: dict[str, Text] = {
    "other_grantor": Text(
        (422,),
        ("委托人与委托编号所属单位不符", "A delegation is granted by whom its number says"),
        ("from 写编号所属单位，或换用本单位的编号", "let `from` be the organisation whose code begins the number"),
        (("按编号，委托人是 {grantor}", "by its number it is granted by {grantor}"),),
    ),
    "delegated_to_oneself": Text(
        (422,),
        ("不能委托给自己", "Nobody delegates to itself"),
        ("to 写受托单位；自己的事实不需要 onbehalfof", "let `to` be another; what is one's own needs no onbehalfof"),
    ),
    "not_delegable": Text(
        (422,),
        ("该类型不能由他人代为陈述", "This type is stated by oneself alone"),
        ("从 types 中去掉它", "leave it out of `types`"),
        (("{type} 不能委托", "{type} is stated by oneself alone"),),
    ),
    "other_year": Text(
        (422,),
        ("日期不属于该年历的年份", "A day of a calendar is not of its year"),
        ("改正日期，或针对 calendar:年份 的另一年陈述", "mend the day, or state it about the calendar of that year"),
        (("{day} 不在 {year} 年", "{day} is not a day of {year}"),),
    ),
    "day_twice": Text(
        (422,),
        ("同一天在年历中出现两次", "A day stands twice in a calendar"),
        ("每天只写一次", "write each day once"),
        (("{day} 已写在第 {first} 项", "{day} stands at {first} already"),),
    ),
    "container_or_line": Text(
        (422,),
        ("每一部分写明容器或行号", "A container or a line is wanted"),
        ("写 container，或者 line", "give `container`, or `line`"),
    ),
    "stands_twice": Text(
        (422,),
        ("同一容器或行号出现不止一次", "The same container or line stands more than once"),
        ("每个只写一次", "name each once"),
        (("{name} 出现不止一次", "{name} stands more than once"),),
    ),
    "not_a_party": Text(
        (422,),
        ("合同编号所属单位不是合同一方", "Whoever numbers a contract is no party to it"),
        (
            "由产生单位或受托单位以自己的编号陈述",
            "its generator or its contractor states it, under a number of its own",
        ),
    ),
    "missing_field": Text(
        (422,),
        ("缺少字段", "A field is wanted"),
        SCHEMA,
        (("下列字段至少有一个：{any_of}", "one of {any_of} is wanted"), ("缺少此字段", "this field is wanted")),
    ),
    "unknown_field": Text(
        (422,),
        ("该类型没有这个字段", "A field that this type does not have"),
        ("核对拼写；没有字段会被悄悄丢弃", "check its spelling; nothing is ever silently dropped"),
        (("该类型没有这个字段", "this is not a field of this type"),),
    ),
    "wrong_type": Text(
        (422,),
        ("值的 JSON 类型不符", "Another JSON type is wanted"),
        ("没有值就省去该字段，null 不是值", "leave a field out rather than give null"),
        (("应为 {type} 类型的值", "a value of type {type} is wanted"),),
    ),
    "not_one_of": Text(
        (422,),
        ("该字段只能取规定的词", "The field takes one of a list of words"),
        SCHEMA,
        (("应为下列之一：{enum}", "one of {enum} is wanted"),),
    ),
    "wrong_form": Text(
        (422,),
        ("文本格式不符：编号、带时区的时间或日期", "The text is not of the form wanted"),
        ("时间写作 2026-11-24T08:03:00+08:00，日期写作 2026-11-24", "see the schema of the type for its pattern"),
        (
            ("应为 {pattern} 格式的文本", "a text of the form {pattern} is wanted"),
            (
                "应为 {format}，如 2026-11-24T08:03:00+08:00",
                "a {format} is wanted, such as 2026-11-24T08:03:00+08:00",
            ),
            ("属性 {name} 含有不允许的字符", "{name} holds a character that it may not"),
        ),
    ),
    "wrong_length": Text(
        (422,),
        ("文本过短或过长", "The text is too short or too long"),
        SCHEMA,
        (
            ("至少 {min_length} 个字符", "at least {min_length} characters"),
            ("至多 {max_length} 个字符", "at most {max_length} characters"),
            ("属性 {name} 有 1 至 {most} 个字符", "{name} has 1 to {most} characters"),
        ),
    ),
    "wrong_count": Text(
        (422,),
        ("列表过短或过长", "The list is too short or too long"),
        ("分成几个事实陈述", "state it in several facts"),
        (("至少 {min_items} 项", "at least {min_items} items"), ("至多 {max_items} 项", "at most {max_items} items")),
    ),
    "out_of_range": Text(
        (422,),
        ("数值超出合理范围", "The number is beyond what is plausible"),
        ("核对单位与读数", "check the unit and the reading"),
        (("不得小于 {minimum}", "at least {minimum}"), ("不得大于 {maximum}", "at most {maximum}")),
    ),
    "too_many_decimals": Text(
        (422,),
        ("小数位过多", "More decimals than the unit keeps"),
        ("千克至多三位小数；账本不作舍入", "a mass in kg has three; nothing is ever rounded here"),
        (("应为 {multiple_of} 的整数倍", "a multiple of {multiple_of} is wanted"),),
    ),
    "sealed_field": Text(
        (422,),
        ("个人信息：此账本没有保险库，不予保存", "Personal data, which this ledger has no vault to keep"),
        ("去掉该字段，人员用代号", "leave the field out; people are named by pseudonym"),
    ),
}

FILES: dict[str, Text] = {
    "catalogue_file": Text(
        (422,),
        ("名录文件无法读取", "The file of a waste catalogue cannot be read"),
        (
            "以 UTF-8 或 GB18030 保存，首行写列名，至少一行条目",
            "save it as UTF-8 or GB18030, with the names of the columns in its first line and entries below",
        ),
    ),
    "catalogue_row": Text(
        (422,),
        ("名录文件中有一行不是条目", "A line of a waste catalogue is no entry"),
        ("改正该行后重新加载；出错时不加载任何内容", "mend the line and load again; nothing of the file was loaded"),
    ),
}

KEPT_FILES: dict[str, Text] = {
    "wrong_hash": Text(
        (422,),
        ("地址中的散列值不是该文件的", "The hash in the address is not that of the file"),
        ("以文件本身的 SHA-256（64 位小写十六进制）为地址", "put it under its own SHA-256, 64 of 0-9a-f"),
        (("这 {bytes} 字节的散列值是 {sha256}", "the hash of these {bytes} bytes is {sha256}"),),
    ),
    "file_quota": Text(
        (422,),
        ("本单位的文件容量已满（内部阈值）", "The organisation has filled its room for files, an internal threshold"),
        ("请运营单位增加 BIHUAN_FILE_QUOTA_BYTES", "ask the operator for more: BIHUAN_FILE_QUOTA_BYTES"),
        (("已存 {filled} 字节，上限 {most} 字节", "{filled} of {most} bytes are filled"),),
    ),
    "file_too_large": Text(
        (413,),
        ("文件过大", "The file is too large"),
        ("压缩图片，或分成几个文件", "make the picture smaller, or put it as several files"),
        (("至多 {most} 字节", "a file has at most {most} bytes"),),
    ),
}

QUERIES: dict[str, Text] = {
    "bundle_too_large": Text(
        (422,),
        ("事实太多，装不进一个证据包", "More facts than an evidence bundle holds"),
        ("改为较小的对象（30,000 条、256 MiB 以内）", "ask for a narrower subject: 30,000 facts, 256 MiB at most"),
    ),
    "lineage_too_large": Text(
        (422,),
        ("事实太多，无法追溯", "More facts than a lineage is told of"),
        ("改问较早的时点（as_of），或其中某一个容器", "ask as of an earlier instant, or about one of its containers"),
        (("至多追溯 {most} 条事实", "a lineage is told of at most {most} facts"),),
    ),
    "wrong_query": Text(
        (422,),
        ("地址中的参数不符合格式", "A parameter of the address is not of its form"),
        ("pointer 在问号之后给出参数名", "`pointer` names it after a question mark"),
        (
            ("{name} 是 0 至 {most} 的整数", "{name} is a whole number from 0 to {most}"),
            ("{name} 是对象，写作 种类:编号", "{name} is a subject KIND:NUMBER"),
        ),
    ),
}

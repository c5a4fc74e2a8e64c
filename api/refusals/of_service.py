"""Of what a caller can do nothing about but wait."""

from api.refusals.text import Text

AGAIN = ("稍后重发同一内容，已记录的不会重复", "post the same body again; what was stored is not stored twice")

NOT_NOW: dict[str, Text] = {
    "clock_behind_log": Text(
        (503,),
        ("服务器时钟落后于最后一条事实五秒以上", "The server's clock stands more than five seconds behind the log"),
        ("运营单位校准时钟；其间没有写入", "the operator sets the clock right; nothing is written meanwhile"),
    ),
    "contention": Text(
        (503,),
        ("其他写入者占先，没有写入", "Other writers won every attempt, nothing was stored"),
        AGAIN,
    ),
    "log_not_open": Text(
        (503,),
        ("账本还没有第一条事实", "The log has no first fact yet"),
        ("运营单位运行 bihuan migrate --operator USCC", "the operator runs `bihuan migrate --operator USCC`"),
    ),
    "stopping": Text(
        (503,),
        ("服务正在停止，没有写入", "This server is stopping, nothing was stored"),
        AGAIN,
    ),
    "not_provable": Text(
        (503,),
        ("账本目前不能证明其内容", "The log cannot prove at present what it holds"),
        ("运营单位运行 bihuan verify，并查看日志", "the operator runs `bihuan verify` and looks at the log"),
    ),
    "view_stopped": Text(
        (503,),
        ("一个视图停在某条事实上，暂时无法确定谁可查看", "A view failed on a fact: who may see what cannot be told"),
        (
            "事实安然无恙；运营单位查看日志，修复后运行 bihuan rebuild",
            "the facts are safe; the operator looks at the log and runs `bihuan rebuild` once it is mended",
        ),
    ),
    "no_typeface": Text(
        (503,),
        ("本安装没有打印用的字体", "No typeface to print with is installed"),
        ("运营单位在安装目录运行 make setup", "the operator runs `make setup` where this is installed"),
    ),
    "store_unavailable": Text(
        (503,),
        ("数据库没有应答，或尚未迁移", "The database does not answer, or has not been migrated"),
        AGAIN,
    ),
}

OUR_FAULT: dict[str, Text] = {
    "internal_error": Text(
        (500,),
        ("系统内部错误", "Something went wrong here that nobody foresaw"),
        (
            "把 instance 中的编号告诉运营单位，日志里有；重发同一内容是安全的",
            "tell the operator the number in `instance`, the log has it; posting the same body again is safe",
        ),
        (
            (
                "错误已记入日志；除非已给出回执，没有写入任何内容",
                "the error was logged; nothing of this request was stored unless a receipt was given",
            ),
        ),
    ),
}

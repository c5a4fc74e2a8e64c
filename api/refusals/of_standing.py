"""Of keys, of what is not one's own to state or to see, and of identities that are taken."""

from api.refusals.text import Text

KEYS: dict[str, Text] = {
    "no_key": Text(
        (401,),
        ("请求没有携带密钥", "The request carries no key"),
        (
            "发送请求头 Authorization: Bearer 密钥；由 bihuan key issue 签发",
            "send `Authorization: Bearer KEY`; `bihuan key issue` gives one",
        ),
    ),
    "bad_key": Text(
        (401,),
        ("密钥不存在、有误或已吊销", "The key is unknown, mistyped or revoked"),
        ("核对密钥，或请运营单位重新签发", "check it, or have the operator issue another"),
    ),
    "too_many_requests": Text(
        (429,),
        ("此密钥的请求过于频繁", "This key asks too often"),
        ("等待 Retry-After 所示秒数，并合并成批提交", "wait for Retry-After seconds, and post in batches"),
        (
            (
                "此密钥每秒至多 {rate} 次请求，请在 {retry_after} 秒后再试",
                "this key may ask {rate} times a second; try again in {retry_after} s",
            ),
        ),
    ),
    "unknown_credential": Text(
        (404,),
        ("没有这个编号的密钥", "There is no key of that number"),
        (
            "`bihuan key revoke` 要的是密钥中句点之前的编号",
            "`bihuan key revoke` wants the part of a key before the dot",
        ),
    ),
}

NOT_YOURS: dict[str, Text] = {
    "foreign_source": Text(
        (403,),
        ("source 不属于此密钥的单位", "The source does not belong to the key's organisation"),
        ("source 以自己单位的 urn:uscc: 开头", "begin `source` with urn:uscc: and your own code"),
        (("此密钥的 source 应以 {own} 开头", "the source of this key begins with {own}"),),
    ),
    "may_not_state": Text(
        (403,),
        ("无权陈述此事实", "This is not yours to state"),
        ("见 docs/permissions.md：谁可以陈述什么", "docs/permissions.md says who may state what"),
        (
            ("{type}（{subject}）不由贵单位陈述", "{type} about {subject} is not yours to state"),
            ("{type} 只由账本自身陈述", "only the ledger itself states {type}"),
        ),
    ),
    "no_delegation": Text(
        (403,),
        ("onbehalfof 所指单位没有就此委托贵单位", "That organisation has not delegated this to yours"),
        (
            "请其陈述 delegation.granted，再由贵单位陈述 delegation.accepted；核对所委托的类型与场所",
            "let it state delegation.granted, then state delegation.accepted; compare the types and establishments",
        ),
        (
            (
                "{grantor} 没有委托贵单位在此陈述 {type}，或尚未接受，或（对行为而言）已终止",
                "no delegation of {grantor} to yours, accepted and for an act in force, covers {type} here",
            ),
        ),
    ),
    "not_the_author": Text(
        (403,),
        ("只有原陈述单位可以更正或撤回", "Only whoever stated a fact corrects or withdraws it"),
        ("核对 position，或请原陈述单位更正", "check the position, or ask whoever stated it"),
    ),
    "not_a_counterparty": Text(
        (403,),
        ("只有曾据原事实行事的单位可以确认其更正", "Only who relied on the original confirms its correction"),
        (
            "position 应为待确认的更正或撤回的位置号；见对象回答中的 pending",
            "`position` is that of a correction or withdrawal that waits: see `pending` in the answer of the subject",
        ),
    ),
    "role_not_given": Text(
        (403,),
        ("主管部门与管理员的角色只由账本运营单位授予", "Only the operator of the log gives that role"),
        ("请运营单位登记该角色", "ask the operator to register it"),
    ),
    "not_found": Text(
        (404,),
        ("没有这个对象，或无权查看：两者回答相同", "There is no such thing, or you may not see it"),
        (
            "核对编号；无权查看与不存在不加区分",
            "check the number: what may not be seen looks the same as what is not",
        ),
        (("{sought} 下没有可供查看的内容", "nothing to be seen under {sought}"),),
    ),
    "not_published": Text(
        (404,),
        ("尚未公布到这里，或此服务不公布检查点", "Not published so far, or nothing is published here"),
        ("新的事实一秒内进入检查点，稍后再取", "a new fact is in a checkpoint within a second; ask again"),
        (("已公布的账本到第 {size} 条", "the published log has {size} facts"),),
    ),
}

IDENTITIES: dict[str, Text] = {
    "idempotency_conflict": Text(
        (409,),
        ("同一 source 的这个 id 已用于其他内容", "This id of this source was used before with other content"),
        ("新的事实用新的 id；更正用 fact.corrected", "give a new fact a new id; correct with fact.corrected"),
        (("与先前内容不同之处：{differing}", "this id was used before with other content; differing: {differing}"),),
    ),
    "already_created": Text(
        (409,),
        ("该对象已经创建", "The subject was created before"),
        (
            "更正原来的事实，以 .changed 或 .amended 陈述变更，或换一个编号",
            "correct that fact, state what changed as `.changed` or `.amended`, or give another number",
        ),
        (
            ("{subject} 已由第 {position} 条事实创建", "{subject} was created at position {position}"),
            ("{subject} 已在本批次中创建", "{subject} was created earlier in this batch"),
        ),
    ),
    "numbers_exhausted": Text(
        (409,),
        ("此号段的编号已用完", "All numbers of this series were given"),
        ("使用官方编号，或由运营单位处理", "state the official number, or ask the operator"),
    ),
    "withdrawn_is_final": Text(
        (409,),
        ("该事实已撤回，撤回不可更改", "The fact was withdrawn, which is final"),
        ("作为新的事实重新陈述", "state it again as a new one"),
        (("第 {position} 条事实已撤回", "position {position} was withdrawn"),),
    ),
}

"""What roles within an organisation are called, and what each may do."""

from api.pages.words import Words
from ledger.accounts.account import AccountRole

ROLE_WORDS: dict[AccountRole, Words] = {
    "administrator": ("组织管理员", "administrator"),
    "staff": ("经办", "staff"),
    "viewer": ("只读", "viewer"),
    "driver": ("司机", "driver"),
    "inspector": ("执法人员", "inspector"),
}

MAY: dict[AccountRole, Words] = {
    "administrator": (
        "管理本单位的用户和密钥；以本单位名义陈述和查看事实",
        "manages the users and keys of the organisation; states and sees facts for it",
    ),
    "staff": ("以本单位名义陈述和查看事实", "states and sees facts for the organisation"),
    "viewer": ("只查看本单位可见的事实", "only sees what the organisation may see"),
    "driver": ("以本单位名义陈述途中的事实", "states facts on the way for the organisation"),
    "inspector": ("查看辖区内的事实，陈述检查", "sees facts of the division and states inspections"),
}
"""What a person of each role may do, in a clause."""

"""Of signing in, of forms, and of what administrators of organisations do; people read these on pages."""

from api.refusals.text import Text

OF_PEOPLE: dict[str, Text] = {
    "wrong_sign_in": Text(
        (401,),
        ("用户名或密码不对", "The name or the password is wrong"),
        (
            "核对后再试；忘记密码请本单位的组织管理员重设",
            "check both and try again; an administrator of your organisation can give you a new password",
        ),
    ),
    "too_many_sign_ins": Text(
        (429,),
        ("登录失败次数过多", "Too many failed attempts to sign in"),
        (
            "稍等片刻再试，或请本单位的组织管理员重设密码",
            "wait a while, or have an administrator give you a new password",
        ),
        (("请在 {retry_after} 秒后再试", "try again in {retry_after} s"),),
    ),
    "sign_in_busy": Text(
        (429,),
        ("此刻登录的人太多", "Too many people sign in at this moment"),
        ("过几秒再试", "try again in a few seconds"),
    ),
    "account_locked": Text(
        (403,),
        ("此账户已停用", "This account is locked"),
        ("请本单位的组织管理员启用", "ask an administrator of your organisation to unlock it"),
    ),
    "first_password_expired": Text(
        (403,),
        ("初始密码已过期", "The first password has expired"),
        ("请本单位的组织管理员重设", "ask an administrator of your organisation for another one"),
    ),
    "sign_in_wants_https": Text(
        (403,),
        ("此地址未加密，不能登录", "This address is not encrypted, nobody signs in here"),
        (
            "用 https 访问；运营单位设置 BIHUAN_ADDRESS，或在服务器本机访问 127.0.0.1",
            "use https: the operator sets BIHUAN_ADDRESS; on the server itself 127.0.0.1 will do",
        ),
    ),
    "foreign_form": Text(
        (403,),
        ("这份表单不是从本网站当前会话发出的", "This form was not sent from this site and session"),
        ("回到该页面，重新填写并提交", "go back to the page, fill it in and send it again"),
    ),
    "not_a_form": Text(
        (400,),
        ("内容不是一份表单", "The body is not a form"),
        ("在网页上填写并提交", "fill in the page and send it"),
    ),
    "role_does_not_speak": Text(
        (403,),
        ("您的角色不能说明或认定异常标记", "Your role does not speak of flags"),
        ("请由组织管理员、经办或执法人员办理", "ask an administrator, staff or an inspector"),
    ),
    "not_signed_in": Text(
        (401,),
        ("尚未登录，或登录已结束", "Nobody is signed in, or the session is over"),
        ("登录后再发；手机上存的记录不会丢", "sign in and send again; what the phone keeps is not lost"),
    ),
    "role_does_not_state": Text(
        (403,),
        ("您的角色不能陈述此事", "Your role does not state this"),
        ("请本单位的经办或组织管理员办理", "ask staff or an administrator of your organisation"),
    ),
    "not_a_mass": Text(
        (422,),
        ("这不是重量", "This is no mass"),
        ("写公斤数，至多三位小数，例如 212.4", "write kilograms with at most three decimals, such as 212.4"),
    ),
    "not_the_office": Text(
        (422,),
        ("来源不是本单位办公点", "The source is not the office of your organisation"),
        ("从本网站的页面提交", "send it from a page of this site"),
        (("来源应为 {source}", "the source is {source}"),),
    ),
    "not_an_administrator": Text(
        (403,),
        ("只有本单位的组织管理员可以办理", "Only administrators of the organisation do this"),
        ("请本单位的组织管理员办理", "ask an administrator of your organisation"),
    ),
    "own_account": Text(
        (409,),
        ("不能更改自己的角色和状态", "Nobody changes their own role or standing"),
        (
            "请另一位组织管理员办理；自己的密码在“改密码”页更改",
            "another administrator does it; change your own password on its page",
        ),
    ),
    "unknown_account": Text(
        (404,),
        ("本单位没有这个用户", "There is no such user here"),
        ("从用户列表进入", "choose from the list of users"),
    ),
    "user_name_taken": Text(
        (409,),
        ("这个用户名已被使用", "This name is taken"),
        ("换一个用户名，例如加上单位简称", "choose another, for instance with your organisation's short name"),
        (("用户名 {name} 已被使用", "somebody has the name {name}"),),
    ),
    "wrong_user_name": Text(
        (422,),
        ("用户名的写法不对", "The name is not well written"),
        (
            "3 至 40 个字符，只用小写字母、数字、点、横线和下划线，首尾为字母或数字；可用工号",
            "3 to 40 of a-z, 0-9, dot, dash and underscore, a letter or digit at both ends; a staff number will do",
        ),
    ),
    "wrong_shown_name": Text(
        (422,),
        ("名称的写法不对", "What it is called is not well written"),
        ("至多 40 个字符，写在一行内", "at most 40 characters on one line"),
    ),
    "unknown_role": Text(
        (422,),
        ("没有这个角色", "There is no such role"),
        ("从所列角色中选择", "choose one of the roles"),
        (("角色应为 {known} 之一", "a role is one of {known}"),),
    ),
    "role_of_authorities": Text(
        (422,),
        ("只有主管部门有执法人员", "Only authorities have inspectors"),
        ("选择其他角色", "choose another role"),
    ),
    "organisation_not_registered": Text(
        (422,),
        ("单位尚未登记", "The organisation is not registered"),
        ("先登记单位：bihuan organisation add", "register it first: `bihuan organisation add`"),
        (("单位 {organisation} 尚未登记", "{organisation} is not registered"),),
    ),
    "key_without_a_name": Text(
        (422,),
        ("请写明密钥的用途", "Say what the key is for"),
        ("例如用它提交的秤或程序", "for instance the scale or the program that posts with it"),
    ),
    "password_too_short": Text(
        (422,),
        ("新密码太短", "The new password is too short"),
        (
            "至少 12 个字符；几个不相干的词连写，好记又难猜",
            "at least 12 characters; a few unrelated words in a row are easy to keep in mind and hard to guess",
        ),
        (("只有 {length} 个字符，至少 {least} 个", "{length} characters, at least {least}"),),
    ),
    "password_too_long": Text(
        (422,),
        ("新密码太长", "The new password is too long"),
        ("至多 200 个字符", "at most 200 characters"),
    ),
    "password_is_the_name": Text(
        (422,),
        ("新密码和用户名太像", "The new password is too much like the name"),
        ("除用户名之外至少还有 8 个字符", "at least 8 characters beside the name"),
    ),
    "password_too_plain": Text(
        (422,),
        ("新密码只有几个字符反复出现", "The new password repeats a few characters"),
        ("至少用 5 个不同的字符", "use at least 5 different characters"),
    ),
    "password_unchanged": Text(
        (422,),
        ("新密码与现在的密码相同", "The new password is the present one"),
        ("换一个新密码", "choose another one"),
    ),
    "password_not_repeated": Text(
        (422,),
        ("两次输入的新密码不一致", "The two new passwords are not the same"),
        ("重新输入两次", "type the new one twice"),
    ),
}

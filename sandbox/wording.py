"""Wording: what people on the page read when the workspace refused something or the app did not answer."""

from __future__ import annotations

# rule → (中文, English); the place and the details are appended by the caller.
_RULES: dict[str, tuple[str, str]] = {
    "no_text": ("消息里什么都没写", "the message says nothing"),
    "empty_text": ("有一处文字是空的", "a text is empty"),
    "too_long": ("有一处文字太长", "a text is too long"),
    "msg_too_long": ("整条消息太长", "the message is too long"),
    "msg_blocks_too_long": ("所有文字加起来太长", "all texts together are too long"),
    "too_many": ("放了太多项", "there are too many items"),
    "too_few": ("少了必需的内容", "there are too few items"),
    "unknown_block": ("这里不能放这种内容块", "this kind of block is not allowed here"),
    "unknown_element": ("富文本里有不认识的成分", "rich text holds an unknown element"),
    "element_not_allowed": ("这里不能放这种控件", "this kind of element is not allowed here"),
    "unknown_key": ("有一个不认识的字段", "there is an unknown field"),
    "missing_key": ("缺了必需的字段", "a required field is missing"),
    "wrong_type": ("有一个字段的类型不对", "a field has the wrong type"),
    "bad_value": ("有一个字段的值不对", "a field has a bad value"),
    "bad_url": ("有一个网址不完整", "an address is not a full http(s) address"),
    "bad_text_type": ("这里只能用另一种文字格式", "this text must be of another type"),
    "out_of_range": ("有一个数字超出范围", "a number is out of range"),
    "duplicate_block_id": ("两个内容块用了同一个编号", "two blocks share one id"),
    "duplicate_action_id": ("同一块里两个控件用了同一个编号", "two elements of a block share one id"),
    "duplicate_option": ("两个选项的值相同", "two options share one value"),
    "bad_initial_option": ("预选的不在选项里", "what is chosen at first is not on offer"),
    "active_broadcast": ("里面有会提醒全频道的 @", "it holds a mention of the whole room"),
    "control_character": ("文字里有看不见的控制字符", "a text holds a control character"),
    "not_unicode": ("文字里有坏掉的字符", "a text holds a broken character"),
    "invalid_metadata_format": ("附带数据的格式不对", "the metadata is malformed"),
    "ratelimited": ("发得太快,一个频道每秒只收一条", "too fast: one post a second in a channel"),
    "invalid_auth": ("令牌不对", "the token is wrong"),
    "not_authed": ("没带令牌", "there is no token"),
    "missing_scope": ("应用没有这项权限", "the app lacks the scope"),
    "channel_not_found": ("没有这个频道", "there is no such channel"),
    "is_archived": ("频道已归档", "the channel is archived"),
    "not_in_channel": ("应用不在这个频道里", "the app is not in the channel"),
    "user_not_found": ("没有这个人", "there is no such person"),
    "user_not_in_channel": ("这个人不在频道里", "the person is not in the channel"),
    "message_not_found": ("没有这条消息", "there is no such message"),
    "cant_update_message": ("只能改自己发的消息", "only one's own messages can be changed"),
    "cant_delete_message": ("只能删自己发的消息", "only one's own messages can be deleted"),
    "thread_not_found": ("没有这个话题", "there is no such thread"),
    "expired_trigger_id": ("点击后超过 3 秒才打开窗口", "the dialog was opened more than 3 seconds after the click"),
    "exchanged_trigger_id": ("一次点击只能打开一个窗口", "one click can open one dialog only"),
    "invalid_trigger_id": ("不认识这次点击", "the click is not known"),
    "hash_conflict": ("窗口在这期间已经变了", "the dialog has changed meanwhile"),
    "push_limit_reached": ("窗口最多叠三层", "no more than three dialogs on top of each other"),
    "not_found": ("窗口已经关了", "the dialog is closed"),
    "expired_url": ("回复地址超过 30 分钟,失效了", "the response address is older than 30 minutes"),
    "used_url": ("回复地址已经用了 5 次", "the response address was used five times"),
    "unknown_method": ("没有这个接口", "there is no such method"),
}

_APP_PROBLEMS: dict[str, tuple[str, str]] = {
    "operation_timeout": (
        "{app} 3 秒内没有回应,这一下可能没有生效。看一眼卡片,没有变化就再试一次。",
        "{app} did not answer within 3 seconds, so this may not have worked. If nothing changed, try again.",
    ),
    "connection_failed": (
        "连不上 {app},这一下没有生效。请稍后再试。",
        "{app} could not be reached, so this did not work. Please try again in a moment.",
    ),
    "http_error": (
        "{app} 出错了({detail}),这一下可能没有生效。请再试一次。",
        "{app} ran into an error ({detail}), so this may not have worked. Please try again.",
    ),
    "bad_answer": (
        "{app} 的回答看不懂:{detail}",
        "{app} gave an answer that makes no sense: {detail}",
    ),
}

_KINDS: dict[str, tuple[str, str]] = {
    "429": ("请求太快", "too many requests"),
    "500": ("服务器出错,什么也没做", "server error, nothing done"),
    "500_after": ("做完了才出错", "server error after the work was done"),
    "drop": ("连接断开,什么也没做", "connection dropped, nothing done"),
    "late": ("断开,过一会儿才做", "connection dropped, the work done later"),
    "drop_after": ("做完了才断开", "connection dropped after the work was done"),
    "hang": ("一直不回答", "no answer at all"),
    "slow": ("回答得很慢", "a slow answer"),
}


def refusal(app: str, method: str, rule: str, detail: str) -> dict[str, str]:
    """Both languages' sentence for a Web API call that was refused."""
    chinese, english = _RULES.get(rule, (rule, rule))
    more = f"({detail})" if detail else ""
    return {
        "zh": f"{app} 的请求被拒绝:{chinese}。{method} {more}".rstrip(),
        "en": f"A request by {app} was refused: {english}. {method} {more}".rstrip(),
    }


def app_problem(app: str, problem: str, detail: str) -> dict[str, str]:
    """Both languages' sentence for an act that the app did not answer well."""
    chinese, english = _APP_PROBLEMS.get(problem, _APP_PROBLEMS["bad_answer"])
    return {"zh": chinese.format(app=app, detail=detail), "en": english.format(app=app, detail=detail)}


def scripted(method: str, kind: str) -> dict[str, str]:
    """Both languages' sentence for a fault somebody scripted."""
    chinese, english = _KINDS.get(kind, (kind, kind))
    return {"zh": f"演练:{method} 遇到故障,{chinese}。", "en": f"Drill: {method} met a fault, {english}."}


def not_possible(chinese: str, english: str) -> dict[str, str]:
    """Both languages' sentence for an act that is no longer on offer."""
    return {"zh": chinese, "en": english}

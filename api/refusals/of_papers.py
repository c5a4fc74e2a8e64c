"""Of what is printed: labels, manifests and receipts."""

from api.refusals.text import Text

PAPERS: dict[str, Text] = {
    "how_many_labels": Text(
        (422,),
        ("一次打印的标签数不符", "Not a number of labels that is printed at once"),
        ("给出容器：?container=…&container=…，分批打印", "name them: `?container=…&container=…`, in several batches"),
        (("一次 1 至 {most} 个容器", "from 1 to {most} containers at once"),),
    ),
    "label_size_unknown": Text(
        (422,),
        ("没有这种标签尺寸", "There is no such size of label"),
        (
            "size 为 S（100 mm）、M（150 mm）或 L（200 mm）；不写则按容器容积",
            "`size` is S (100 mm), M (150 mm) or L (200 mm); without it the container's volume decides",
        ),
    ),
    "label_too_small": Text(
        (422,),
        ("标签小于该容器容积所要求的尺寸", "The label is smaller than the volume of its container wants"),
        ("改用较大的尺寸，或不写 size", "take a larger size, or leave `size` out"),
        (
            (
                "{subject} 的标签至少为 {least}：边长 {side_mm} mm（{basis}，全文未核对）",
                "the label of {subject} is {least} at least: {side_mm} mm a side ({basis}, its text was not read)",
            ),
        ),
    ),
    "not_accepted_yet": Text(
        (404,),
        ("还没有消纳接收凭证", "There is no receipt of a site yet"),
        ("场所陈述 trip.accepted 之后再打印", "print it once the site has stated `trip.accepted`"),
        (("{sought} 还没有场所出具接收凭证", "no site has given a receipt for {sought} so far"),),
    ),
    "no_paper": Text(
        (404,),
        ("这类对象没有打印件", "Nothing is printed of such a subject"),
        (
            "可打印的是容器（标签）、联单和趟次（消纳接收凭证）",
            "containers (labels), manifests and trips (receipts) are printed",
        ),
    ),
    "nothing_to_print": Text(
        (409,),
        ("关于它的事实已全部撤回，无可打印", "All that was said of it was withdrawn: there is nothing to print"),
        ("核对编号；需要时重新陈述", "check the number; state it again where it is there after all"),
        (("{sought} 的事实已全部撤回", "all that was said of {sought} was withdrawn"),),
    ),
}

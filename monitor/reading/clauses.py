"""Clause grammar: give every number of a sentence a subject that stands alone; takes pieces, leaves drafts of facts.

The forms: thing then number (收到申请9件); number then thing (建成6个站点); number then predicate (8件事项纳入审查);
rates side by side (A率、B率均为100%); lists (A、B分别为1件、2件); parts of a head (其中已结3件); a verb alone takes the
head of the enumeration (受理7件 after 行政复议申请9件).
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.reading.counts import read_count
from monitor.reading.lists import read_list
from monitor.reading.masks import DATE
from monitor.reading.naming import field_of_work, names_work
from monitor.reading.phrases import clean, find_verb, take_apart, trim_end
from monitor.reading.pieces import Piece
from monitor.reading.rates import RATE_END, rated_thing, read_rate
from monitor.reading.units import UnitClass
from monitor.reading.walking import Draft, Head, Spot, Walk, read_rank

_PART = re.compile(r"其中|包括|包含|含|另有|另外|余下|剩余|其余")
# Between two numbers: what the first counts owns what the second counts (9个单位共有人员60名).
_BECOMES = re.compile(r"(?:为|担任)(?!了)")
# Who is helped stands after the number: “银税互动”帮助56户企业.
_GIVES = re.compile(r"(?<=[\u4e00-\u9fff”]{2})(?:帮助|助力|引导|指导|督促|支持|推动|带动)$")
# 满意度在全省18个市局中列第5位: the number counts the peers, the rank is of what stands before.
_RANKED = re.compile(r"在?全[国省市州县区]$")
_AMONG_PEERS = re.compile(r"[\u4e00-\u9fff]{1,8}中(?:排|列|居|位|名)")
# The work that a long clause speaks of: 组织全县执法人员进行综合法律知识考试.
_WORKED = re.compile(r"(?:进行|开展|举办|举行|组织)了?(?=[\u4e00-\u9fff]{3,14}$)")
# A check that was made is what its findings are of: 配合省厅开展法治督察,发现问题21个.
_CHECKED = re.compile(
    r"(?:进行|开展|举办|举行|组织)了?(?P<thing>[\u4e00-\u9fff]{2,10}(?:督察|督查|检查|评查|巡查|抽查|排查|巡察|核查|评议|评估|考核|清理|整治))"
)
# The field that a clause without figures names: 生态环境领域重拳整治,立案132件.
_DOMAIN = re.compile(r"(?:在|对|聚焦|紧盯)?(?P<domain>[\u4e00-\u9fff]{2,10}?(?:领域|行业))(?![\u4e00-\u9fff]*领域)")
# What measures is no subject: 排名上升3位,位居第5位.
_QUANTITY_ALONE = re.compile(r"(?:总|其中)?(?:排名|位次|名次|总量|总数|数量|人数|件数|占比|比例|得分|同比|环比)*")
# How a whole is divided: 按领域分, 结案方式为维持11件.
_DIVIDED = re.compile(
    r"按[^,:;]{1,10}(?:分|划分|区分|来看|看|统计)$|^(?:分别|具体|依次)(?:是|为|有)?$|^[^,、]{0,6}?(?:方式|途径|结果|渠道|来源|类型)(?:分别)?(?:有|为|是)"
)
# The body whose work is told: 综合行政执法队在编11人, 行政服务中心进驻部门23个.
_ACTOR = re.compile(
    r"(?:(?:我|本)(?:省|市|县|区|州|旗|师|镇|乡|局))?[\u4e00-\u9fff]{2,12}?(?:大厅|(?<!为民)服务中心|执法队|执法大队|执法中心|行政执法局|支队|执法办公室|复议办公室|复议委员会|复议局|司法所|公证处|热线)"
    r"(?=[\u4e00-\u9fff]{0,4}(?:在编|进驻|接|受|办|立案|查|处|检查|共|今年|全年|现有|开展|承接|收|设|配|年内))"
)
# 这一数字还只有78.9%: the figure before, at another time.
_POINTS_AT = re.compile(
    r"(?:但|而|且|可|当时)?(?:这一|这个|该|此|上述)(?:项|类)?(?:数字|数据|数值|比例|比率|占比|指标|金额|数)(?:还|仅|只|也|已|就|便|才)*(?:有|为|是|达|升至|降至|达到)?$"
)
# A part of the year of what was just counted: 立案310宗,上半年180宗.
_PART_OF_YEAR = re.compile(r"(?:其中)?(?P<part>上半年|下半年|前三季度|第?[一二三四]季度)$")
# A clause that tells without a number how a quantity went; the next gives the number: 检查总量不升反降,全年实施310次.
_WENT = re.compile(
    r"(?P<thing>[^,;:]{3,20}?)(?:的)?(?:总量|总数|数量|件数|次数|规模)?(?:呈|呈现)?(?:不升反降|不降反升|稳中有[升降]|有[升降]有[升降]|(?:持续|明显|大幅|逐年|稳步|平稳|总体|有所|略有|连续[一二三四五六七八九十两\d]+年)(?:下降|上升|增长|减少|走低|走高|回落|提高|平稳|攀升)(?:态势|趋势)?)$"
)
# 市直31个部门: the rank belongs to the noun after the number.
_ITS_RANK = re.compile(r"(?:[省市县区州地盟旗镇乡]|本)(?:直|属|本级|级|辖)")
# 以平均22天的办案周期审结: the measure belongs to the noun after it.
_BY_HOW_MUCH = re.compile(r"[以用](?:平均|人均|不到|不足|约|仅)*$")
# That something goes well is no name of it: 行政复议的大门越开越敞亮,收到申请312件 is of 行政复议.
_GROWS = re.compile(
    r"越[\u4e00-\u9fff]{1,2}越|更加|更为|日益|日趋|日臻|愈发|愈加|不断(?:延伸|完善|拓展|健全|提升)|持续(?:擦亮|增强)"
)
_LONG_TOPIC = 16
# What is taken in hand: 我们把历年存下来的文件翻检了一遍.
_HANDLED = re.compile(
    r"(?:^|们|局|府|[,])(?:把|将)(?P<thing>[^,;]{4,20}?)(?=[\u4e00-\u9fff]{2}(?:了一遍|一遍|了一次|完毕))"
)
_OWNS = re.compile(r"共有|现有|拥有|仅有|只有|均有|尚有|建有|共(?=[\u4e00-\u9fff]{2})|累计|配备(?!了?的)|设有")


def read_pieces(shown: str, folded: str, pieces: tuple[Piece, ...], head: Head) -> tuple[tuple[Draft, ...], Head]:
    """Return the drafts of one sentence and the head that the next sentence may need.

    `head` is what the sentence before, or the heading, was about.
    """
    walk = Walk(head, actor=head.actor)
    depth = 0
    for piece in pieces:
        while depth < piece.depth:
            walk.outer.append((walk.head, walk.chain))
            depth += 1
        while depth > piece.depth:
            walk.head, walk.chain = walk.outer.pop() if walk.outer else (walk.head, walk.chain)
            depth -= 1
        _read_piece(shown, folded, piece, walk)
    return tuple(_share_predicates(pieces, walk.drafts)), replace(walk.head, actor=walk.actor)


def _read_piece(shown: str, folded: str, piece: Piece, walk: Walk) -> None:
    words = folded[piece.start : piece.end]
    plain = clean(words)
    _open_parts(piece, words, plain, walk)
    if not piece.numbers:
        walk.listed, walk.listed_at = _visible(shown, folded, piece.start, piece.end), piece.start
        if not _DIVIDED.search(plain):
            _read_topic(_visible(shown, folded, piece.start, piece.end), piece, walk)
        return
    before = piece.start
    for number, following in zip(piece.numbers, [*piece.numbers[1:], None], strict=True):
        pre = _visible(shown, folded, before, number.start)
        post = _visible(shown, folded, number.stop, following.start if following else piece.end)
        spot = Spot(piece, number, _own_words(pre, post, walk), post, following)
        if following and _BECOMES.match(spot.post):
            after = _visible(shown, folded, following.stop, piece.end)
            _read_number(replace(spot, post=spot.post + after, following=None), walk)
            before = number.stop
            continue
        if following and not take_apart(trim_end(spot.pre)).thing:
            spot, before = _divide(shown, folded, spot)
            if before:
                _read_number(spot, walk)
                continue
        before = _read_number(spot, walk)
    walk.listed, walk.listed_at = "", -1


def _open_parts(piece: Piece, words: str, plain: str, walk: Walk) -> None:
    """Note whether a piece opens parts of the head (其中, 按领域分), and whose work it tells."""
    if piece.opener == ";" and not _PART.match(words):
        walk.chain = False
    if _PART.match(plain) or _DIVIDED.search(plain):
        walk.chain = True
    if actor := _ACTOR.match(plain):
        walk.actor = actor.group()


def _own_words(pre: str, post: str, walk: Walk) -> str:
    """Return the words before a number that name what it counts, without who helps and whose peers are counted."""
    said = re.sub(r"^(?:[、和与并]|及(?!格|时)|以及)", "", clean(pre))
    if said.endswith(("方面", "方面的", "大类")):
        said = re.sub(r"[\d一二三四五六七八九十]+个?(?:大?方面|大类)的?$", "", said)
    if said.endswith("》等") and _leads_on(post):
        return ""
    if _ITS_RANK.fullmatch(said) and _leads_on(post):
        return ""
    if post.startswith("的") and _BY_HOW_MUCH.search(said):
        return ""
    if (gives := _GIVES.search(said)) and _leads_on(post):
        return gives.group()
    if _RANKED.search(said) and _AMONG_PEERS.match(post):
        walk.topic = take_apart(_RANKED.sub("", said)).thing or walk.topic
        return ""
    return said


def _leads_on(post: str) -> bool:
    """Tell whether a noun comes after a number."""
    return len(post) > 1 and bool(take_apart(post).thing) and not take_apart(post).verbs


def _divide(shown: str, folded: str, spot: Spot) -> tuple[Spot, int]:
    """Decide whose the words between two numbers are, where the first has no thing before it.

    Returns the spot with its own words and where the next number's words begin, 0 where the usual rules decide.
    """
    number, following, post = spot.number, spot.following, spot.post
    if following is None:
        return spot, 0
    if len(post) <= 1:
        after = _visible(shown, folded, following.stop, spot.piece.end)
        return replace(spot, post=after, following=None), number.stop
    owner = _OWNS.search(post)
    if owner and owner.start():
        alone = replace(spot, post=post[: owner.start()], following=None)
        return alone, folded.find(owner.group(), number.stop)
    if following.kind is UnitClass.PERCENT:
        return replace(spot, post=rated_thing(post) or post, following=None), number.stop
    place = find_verb(post)
    if place > 2 and post.startswith("的") and number.kind in (UnitClass.DAYS, UnitClass.HOURS):
        spot = replace(spot, post=post[:place], following=None)
    elif place > 0 and take_apart(post[place:]).thing and not _visible(shown, folded, following.stop, spot.piece.end):
        spot = replace(spot, following=None)
    return spot, (0 if spot.following else folded.find(post[place:], number.stop))


def _read_topic(visible: str, piece: Piece, walk: Walk) -> None:
    """Note what a clause without numbers is about, if it may serve as a head: 行政复议方面, 推进政务公开."""
    if _QUANTITY_ALONE.fullmatch(clean(visible)):
        return
    if domain := _DOMAIN.match(clean(visible)):
        walk.domain = domain["domain"]
    worked = list(_WORKED.finditer(visible))
    if worked and len(visible) > 16 and not visible.startswith(("对", "针对")):
        visible = visible[worked[-1].start() :]
    if handled := _HANDLED.search(visible):
        walk.topic = handled["thing"]
        return
    if (went := _WENT.search(clean(visible))) and len(said := take_apart(went["thing"]).thing) > 2:
        walk.head, walk.topic = Head(said, piece.start), said
        return
    if worked and (checked := _CHECKED.fullmatch(visible, worked[-1].start() if len(visible) <= 16 else 0)):
        walk.head, walk.topic = Head(checked["thing"], piece.start), checked["thing"]
        return
    visible = re.sub(r"的?工作(?:已|正|稳步|有序|全面|顺利|基本|进展|取得|接近|告一).*$", "", visible)
    while len(visible) > _LONG_TOPIC and "的" in visible[:-4]:
        visible = visible.partition("的")[2]
    visible = _without_praise(visible)
    thing = re.sub(r"(?:方面|工作|过程中|领域|中|上|情况|如下)+$", "", take_apart(clean(visible)).thing)
    walk.topic = thing if 2 <= len(thing) <= 16 else walk.topic
    if (
        piece.opener == ";"
        and 2 <= len(thing) <= 16
        and names_work(re.sub(r"^[一二三四五六七八九十](?:要|是)", "", visible))
    ):
        walk.head = Head(thing, piece.start)
    works_on = (len(visible) <= 16 and names_work(visible)) or (
        len(visible) <= 30 and visible.startswith(("对", "针对"))
    )
    if works_on and field_of_work(visible):
        walk.head = Head(field_of_work(visible), piece.start)


def _without_praise(words: str) -> str:
    """Return the field that a clause says goes well, or the words before that; other clauses whole."""
    grows = _GROWS.search(words)
    return words if grows is None else field_of_work(words) or words[: grows.start()]


def _visible(shown: str, folded: str, start: int, end: int) -> str:
    """Return the words between two places, dates left out."""
    return "".join(
        letter for letter, seen in zip(folded[start:end], shown[start:end], strict=True) if seen != DATE
    ).strip()


def _read_number(spot: Spot, walk: Walk) -> int:
    """Add the drafts of one number; return where the words before the next number begin."""
    number = spot.number
    rate = number.kind in (UnitClass.PERCENT, UnitClass.SCORE)
    if walk.drafts and (_POINTS_AT.fullmatch(spot.pre) or (not walk.queue and walk.repeats(spot))):
        walk.add(spot, walk.drafts[-1].subject, used_head=True)
    elif walk.drafts and (part := _PART_OF_YEAR.fullmatch(spot.pre)) and walk.drafts[-1].number.kind is number.kind:
        whole = re.sub(f"^{_PART_OF_YEAR.pattern[:-1]}", "", walk.drafts[-1].subject)
        walk.add(spot, f"{part['part']}{whole}", used_head=True)
    elif rate or (not number.unit and RATE_END.search(trim_end(spot.pre))):
        read_rate(spot, walk)
    elif number.rank:
        read_rank(spot, walk)
    elif walk.queue and not trim_end(spot.pre):
        walk.next_of_list(spot, used_head=False)
    elif not read_list(spot, walk):
        return read_count(spot, walk)
    return number.stop


def _share_predicates(pieces: tuple[Piece, ...], drafts: list[Draft]) -> list[Draft]:
    """Give the predicate of the last of several numbers joined by 、 to those before: 8件事项、2个议题纳入审查."""
    by_end = {piece.end: piece for piece in pieces}
    shared = list(drafts)
    for index in range(len(shared) - 2, -1, -1):
        draft, later = shared[index], shared[index + 1]
        piece = by_end.get(later.end)
        if not (draft.leads and later.leads and piece and piece.opener == "、"):
            continue
        place = find_verb(later.subject)
        if find_verb(draft.subject) < 0 and place > 0:
            shared[index] = replace(draft, subject=draft.subject + later.subject[place:], end=later.end)
    return shared

"""The loop over steps as lines: lanes that finish give way to the next ones that wait, until none is left."""

from .block import Block, Width
from .rows import Rows

# what the loop is told: 64-bit places, in this order
CONTROL = ("memory", "standing", "lanes", "queue", "waiting", "next", "numbers", "offsets", "by_lane", "by_segment",
           "most", "begins", "ends", "powers", "room", "recorded", "tried", "changed", "fresh", "active")  # fmt: skip
_UNFINISHED = 9


class _Control:
    """Reads and writes the places of the control block."""

    def __init__(self, b: Block) -> None:
        self.b = b

    def place(self, name: str) -> str:
        return self.b.put(f"getelementptr i64, ptr %c, i64 {CONTROL.index(name)}")

    def get(self, name: str) -> str:
        return self.b.get("i64", self.place(name))

    def pointer(self, name: str) -> str:
        return self.b.get("ptr", self.place(name))

    def set(self, name: str, value: str | int) -> None:
        self.b.put_at("i64", str(value), self.place(name))

    def add(self, name: str, change: int) -> str:
        value = self.b.put(f"add i64 {self.get(name)}, {change}")
        self.set(name, value)
        return value

    def who(self, lane: str) -> str:
        """Where the index of the sample in a lane lies."""
        place = self.b.put(f"add i64 {lane}, {len(CONTROL)}")
        return self.b.at("i64", "%c", place)


def _cell(b: Block, row: str, lane: str) -> str:
    """The address of one lane's number in a row."""
    at = b.put(f"add i64 {b.put(f'mul i64 {row}, {b.width.lanes}')}, {lane}")
    return b.at(b.width.kind, "%ws", at)


def _got(b: Block, row: str, lane: str) -> str:
    """One lane's number, of 64 bits."""
    value = b.get(b.width.kind, _cell(b, row, lane))
    return b.put(f"fpext float {value} to double") if b.width.single else value


def _set(b: Block, value: str, row: str, lane: str) -> None:
    """One lane's number, from one of 64 bits."""
    if b.width.single:
        value = b.put(f"fptrunc double {value} to float")
    b.put_at(b.width.kind, value, _cell(b, row, lane))


def functions(width: Width, rows: Rows, *, record: bool) -> str:
    """The text of the loop and of what it calls."""
    return "\n".join([_told(width, rows), _stowed(width, rows), _filled(width, rows), _advance(width, rows, record)])


def _told(width: Width, rows: Rows) -> str:
    """A lane is told its segment's numbers."""
    b = Block(width)
    c = _Control(b)
    numbers, offsets = c.pointer("numbers"), c.pointer("offsets")
    by_lane, by_segment = c.pointer("by_lane"), c.pointer("by_segment")
    who = b.get("i64", c.who("%lane"))
    segment = b.put(f"fptosi double {_got(b, str(rows.k), '%lane')} to i64")
    with b.each(rows.loaded) as r:
        at = b.get("i64", b.at("i64", offsets, r))
        lane = b.put(f"mul i64 {b.get('i64', b.at('i64', by_lane, r))}, {who}")
        onward = b.put(f"mul i64 {b.get('i64', b.at('i64', by_segment, r))}, {segment}")
        at = b.put(f"add i64 {b.put(f'add i64 {at}, {lane}')}, {onward}")
        value = b.get("double", b.at("double", numbers, at))
        _set(b, value, b.put(f"add i64 {r}, {rows.edge}"), "%lane")
    c.set("changed", 1)
    return b.function("define internal void @told(ptr %c, ptr %ws, i64 %lane) noinline")


def _stowed(width: Width, rows: Rows) -> str:
    """A lane's standing is put back."""
    b = Block(width)
    c = _Control(b)
    standing, lanes = c.pointer("standing"), c.get("lanes")
    who = b.get("i64", c.who("%lane"))
    with b.each(rows.saved) as r:
        at = b.put(f"add i64 {b.put(f'mul i64 {r}, {lanes}')}, {who}")
        b.put_at("double", _got(b, r, "%lane"), b.at("double", standing, at))
    return b.function("define internal void @stowed(ptr %c, ptr %ws, i64 %lane) noinline")


def _filled(width: Width, rows: Rows) -> str:
    """A lane takes the next sample that waits; none: it stands still."""
    b = Block(width)
    c = _Control(b)
    following = c.get("next")
    waits = b.put(f"icmp slt i64 {following}, {c.get('waiting')}")
    b.line(f"br i1 {waits}, label %some, label %none")
    b.label("none")
    _set(b, "0.0", str(rows.status), "%lane")
    b.put_at("i64", "-1", c.who("%lane"))
    b.line("ret void")
    b.label("some")
    queue = c.pointer("queue")
    who = b.get("i64", b.at("i64", queue, following))
    c.set("next", b.put(f"add i64 {following}, 1"))
    b.put_at("i64", who, c.who("%lane"))
    standing, lanes = c.pointer("standing"), c.get("lanes")
    with b.each(rows.saved) as r:
        at = b.put(f"add i64 {b.put(f'mul i64 {r}, {lanes}')}, {who}")
        _set(b, b.get("double", b.at("double", standing, at)), r, "%lane")
    b.line("call void @told(ptr %c, ptr %ws, i64 %lane)")
    fresh = b.put(f"fcmp une double {_got(b, str(rows.fresh), '%lane')}, 0.0")
    c.set("fresh", b.put(f"or i64 {c.get('fresh')}, {b.put(f'zext i1 {fresh} to i64')}"))
    c.add("active", 1)
    return b.function("define internal void @filled(ptr %c, ptr %ws, i64 %lane) noinline")


def _looked_at(b: Block, c: _Control, rows: Rows, mask: str) -> None:
    """Finished lanes give way; those in a new segment are told its numbers."""
    with b.each(b.width.lanes) as lane:
        bit = b.put(f"trunc i64 {b.put(f'lshr i64 {mask}, {lane}')} to i1")
        with b.when(bit):
            status = _got(b, str(rows.status), lane)
            over = b.put(f"fcmp une double {status}, {float(_UNFINISHED)}")
            with b.when(over):
                b.line(f"call void @stowed(ptr %c, ptr %ws, i64 {lane})")
                c.add("active", -1)
                b.line(f"call void @filled(ptr %c, ptr %ws, i64 {lane})")
            with b.when(b.put(f"xor i1 {over}, true")):
                b.line(f"call void @told(ptr %c, ptr %ws, i64 {lane})")
                c.set("fresh", 1)


def _advance(width: Width, rows: Rows, record: bool) -> str:
    b = Block(width)
    c = _Control(b)
    b.line(f"%ws = load ptr, ptr {c.place('memory')}")
    with b.each(b.width.lanes) as lane:
        b.line(f"call void @filled(ptr %c, ptr %ws, i64 {lane})")
    b.line("br label %round")
    b.label("round")
    with b.when(b.put(f"icmp ne i64 {c.get('changed')}, 0")):
        b.line("call void @once(ptr %ws)")
        c.set("changed", 0)
    fresh = b.put(f"icmp ne i64 {c.get('fresh')}, 0")
    b.line(f"br i1 {fresh}, label %entering, label %test")
    b.label("entering")
    c.set("fresh", 0)
    failed = b.put("call i64 @enter(ptr %ws)")
    _looked_at(b, c, rows, failed)
    b.line("br label %round.again")
    b.label("round.again")
    again = b.put(f"icmp ne i64 {c.get('changed')}, 0")
    b.line(f"br i1 {again}, label %round, label %test")
    b.label("test")
    some = b.put(f"icmp sgt i64 {c.get('active')}, 0")
    within = b.put(f"icmp slt i64 {c.get('tried')}, {c.get('most')}")
    going = b.put(f"and i1 {some}, {within}")
    if record:
        space = b.put(f"icmp slt i64 {c.get('recorded')}, {c.get('room')}")
        going = b.put(f"and i1 {going}, {space}")
    b.line(f"br i1 {going}, label %step, label %over")
    b.label("step")
    mask = b.put("call i64 @attempt(ptr %ws)")
    c.add("tried", 1)
    if record:
        _recorded(b, c, rows)
    b.line(f"br i1 {b.put(f'icmp eq i64 {mask}, 0')}, label %test, label %looking")
    b.label("looking")
    _looked_at(b, c, rows, mask)
    b.line("br label %round")
    b.label("over")
    with b.each(b.width.lanes) as lane:
        busy = b.put(f"icmp sge i64 {b.get('i64', c.who(lane))}, 0")
        with b.when(busy):
            b.line(f"call void @stowed(ptr %c, ptr %ws, i64 {lane})")
    return b.function("define void @advance(ptr %c)")


def _recorded(b: Block, c: _Control, rows: Rows) -> None:
    """What an accepted step says, of the one lane there is."""
    good = _got(b, str(rows.good), "0")
    with b.when(b.put(f"fcmp une double {good}, 0.0")):
        index = c.get("recorded")
        for name, row in (("begins", rows.before), ("ends", rows.t)):
            b.put_at("double", _got(b, str(row), "0"), b.at("double", c.pointer(name), index))
        size = 5 * rows.sizes.n
        first, powers = b.put(f"mul i64 {index}, {size}"), c.pointer("powers")
        with b.each(size) as r:
            value = _got(b, b.put(f"add i64 {r}, {rows.powers}"), "0")
            b.put_at("double", value, b.at("double", powers, b.put(f"add i64 {first}, {r}")))
        c.add("recorded", 1)

#!/usr/bin/env python3
"""The game a second time, from docs/guide/rules.md alone: slow, plain, and independent of the Swift code. It writes the golden
games that GoldenTests replays:  python3 reference.py > golden.txt   (python3 reference.py SEED plays others, and three custom games of any kind)

Lines: `game MODE PLAYERS SEED` begins one, of a custom game followed by WIDTH HEIGHT ZONES CELLS-A-SECOND FOOD MINUTES;
`input SLOT ACTION STAMP = TICK LATE` or `= CODE` is a command (a direction, 5 to let go of the boost, 6 to hold it) and its outcome, `leave SLOT`, `step HASH` a tick and the state hash after it, `state HEX` the canonical state now, `end REASON SCORES RANKS`."""
import copy
import random
import sys

DUEL, FREE_FOR_ALL, SOLO, TEAMS, CUSTOM = 1, 2, 3, 4, 5
STEP = [(0, -1), (1, 0), (0, 1), (-1, 0)]
PLAYING, WAITING, DEAD, LEFT = range(4)
MASK = (1 << 64) - 1


def siphash(key, message):
    k0, k1 = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
    v = [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573]

    def turn(x, by):
        return (x << by | x >> (64 - by)) & MASK

    def rounds(count):
        for _ in range(count):
            for a, b, c, d, e, f in ((0, 1, 2, 3, 13, 16), (2, 1, 0, 3, 17, 21)):
                v[a] = (v[a] + v[b]) & MASK
                v[b] = turn(v[b], e) ^ v[a]
                v[a] = turn(v[a], 32)
                v[c] = (v[c] + v[d]) & MASK
                v[d] = turn(v[d], f) ^ v[c]
    whole = message + bytes(-(len(message) + 1) % 8) + bytes([len(message) % 256])
    for at in range(0, len(whole), 8):
        block = int.from_bytes(whole[at:at + 8], "little")
        v[3] ^= block
        rounds(2)
        v[0] ^= block
    v[2] ^= 0xff
    rounds(4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


assert siphash(bytes(range(16)), bytes(range(15))) == 0xa129ca6149be45e5      # the paper, appendix A


class Snake:
    def __init__(self):
        self.status, self.turns, self.cells = WAITING, [], []
        self.score = self.carried = self.credit = self.growth = self.combo = self.window = 0
        self.way = self.charge = 0
        self.held = False

    def reverses(self, way):
        return way == ((self.turns[0] if self.turns else self.way) + 2) % 4

    def lose(self, status):
        self.status, self.turns, self.cells = status, [], []
        self.carried = self.credit = self.growth = self.combo = self.window = self.charge = 0
        if status != WAITING:
            self.held = False


class Game:
    def __init__(self, mode, players, seed, custom=None):
        self.mode, self.seed, self.draws = mode, seed, 0
        teams = mode in (DUEL, TEAMS)
        width, height, self.teams, cells, self.food_target, self.minutes = custom or (
            60 if teams else 40, 40, teams, 10, 10 if mode in (DUEL, SOLO) else 20, 0)
        self.width, self.height, self.speed = width, height, cells * 100
        self.zone_depth = 10 if self.teams else 0
        self.target = 25
        self.alone = players == 1 and not self.teams
        self.goal = max(3, (height * 2 + 5) // 10 // 2 * 2 + 1)
        self.goal_top = height // 2 - self.goal // 2
        self.tick = self.end = 0
        self.banks, self.food, self.inputs = [0, 0], [], []
        self.snakes = [Snake() for _ in range(players)]
        for slot in range(players):
            self.put(slot, *self.start(slot))
        self.pads = [] if self.alone else self.lay_pads()
        self.pauses = [0 for _ in self.pads]

    # Section 6: a pad is the set of its cells; in the order of their numbers.
    def lay_pads(self):
        field = self.width - 2 * self.zone_depth
        pads = []
        for left, top, size in ((4, 4, 2), (16, 12, 1), (12, 16, 1)):
            column, row = left * field // 40, top * self.height // 40
            for y in (row, self.height - size - row):
                for x in (column, field - size - column):
                    pads.append({(self.zone_depth + x + i, y + j) for i in range(size) for j in range(size)})
        return pads

    def team(self, slot):
        return slot % 2 if self.teams else slot

    def start(self, slot):
        count = len(self.snakes)
        if self.teams:
            mates = [s for s in range(count) if s % 2 == slot % 2]
            y = self.height // 2 - (len(mates) - 1) + 2 * mates.index(slot)
            return ((8, y), 1) if slot % 2 == 0 else ((self.width - 9, y), 3)
        if count == 1:
            return (self.width - 6, self.height // 2), 3
        column = [s for s in range(count) if s % 2 == slot % 2]
        y = (2 * column.index(slot) + 1) * self.height // (2 * len(column))
        return ((5, y), 1) if slot % 2 == 0 else ((self.width - 6, y), 3)

    @staticmethod
    def straight(head, way):
        return [(head[0] - i * STEP[way][0], head[1] - i * STEP[way][1]) for i in range(4)]

    def put(self, slot, head, way):
        snake = self.snakes[slot]
        snake.status, snake.way, snake.cells = PLAYING, way, self.straight(head, way)
        snake.charge = 60 if self.alone else 0

    def zone(self, x):
        return None if not self.teams else 0 if x < 10 else 1 if x >= self.width - 10 else None

    def wall(self, x, y):
        return self.teams and x in (9, self.width - 10) and not self.goal_top <= y < self.goal_top + self.goal

    def free(self, cell):
        return cell not in self.food and not self.wall(*cell) and all(cell not in s.cells for s in self.snakes)

    # Section 8.
    def staying(self, slot):
        return self.snakes[slot].status in (PLAYING, WAITING) and not any(s == slot and a == 4 for _, s, a in self.inputs)

    def schedule(self, slot, action, stamp):
        taken = {t for t, s, a in self.inputs if s == slot and a != 4 and (a > 4) == (action > 4)}
        if self.end or not self.staying(slot):
            return 7
        if stamp > self.tick + 20:
            return 10
        runs = stamp
        if stamp <= self.tick:
            runs = min(set(range(self.tick + 1, self.tick + 22)) - taken)
            if runs > self.tick + 20:
                return 11
        elif stamp in taken:
            return 11
        if action < 4:
            then = copy.deepcopy(self)
            while then.tick < runs - 1 and not then.end:
                then.step(feed=False)
            if then.snakes[slot].reverses(action):
                return 9
        self.inputs.append((runs, slot, action))
        return runs, runs - stamp

    def leave(self, slot):
        if not self.end and self.staying(slot):
            self.inputs.append((self.tick + 1, slot, 4))

    def step(self, feed=True):
        if self.end:
            return
        self.tick += 1
        for _, slot, action in sorted((i for i in self.inputs if i[0] == self.tick), key=canonical):
            snake = self.snakes[slot]
            if action == 4:
                if snake.status in (PLAYING, WAITING):
                    snake.lose(LEFT)
            elif action > 4:
                if snake.status in (PLAYING, WAITING):
                    snake.held = action == 6
            elif snake.status == PLAYING and not snake.reverses(action):
                if len(snake.turns) == 2:
                    snake.turns[1] = action
                elif action != (snake.turns[0] if snake.turns else snake.way):
                    snake.turns.append(action)
        self.inputs = [i for i in self.inputs if i[0] > self.tick]
        self.move()
        if self.teams:
            self.respawn()
        for snake in self.snakes:
            snake.window = max(0, snake.window - 1)
            if snake.window == 0:
                snake.combo = 0
        if feed:
            self.feed()
        self.end = self.judge()

    def move(self):
        before, heads = {}, {}
        for slot, snake in enumerate(self.snakes):
            if snake.status != PLAYING:
                continue
            boosted = snake.held and snake.charge > 0
            snake.credit += self.speed * 50 * 3 // 2 if boosted else self.speed * 50
            if boosted and not self.alone:
                snake.charge -= 1
            if snake.credit < 100_000:
                continue
            snake.credit = min(snake.credit - 100_000, 99_999)
            if snake.turns:
                snake.way = snake.turns.pop(0)
            before[slot] = snake.cells[0]
            heads[slot] = (snake.cells[0][0] + STEP[snake.way][0], snake.cells[0][1] + STEP[snake.way][1])
            snake.cells.insert(0, heads[slot])
            if snake.growth:
                snake.growth -= 1
            else:
                snake.cells.pop()
        for slot in sorted(heads):
            if heads[slot] in self.food:
                self.food.remove(heads[slot])
                snake = self.snakes[slot]
                points = [1, 1, 2, 3][snake.combo]
                snake.combo, snake.window = min(snake.combo + 1, 3), 21
                snake.score, snake.carried, snake.growth = snake.score + points, snake.carried + points, snake.growth + points
        fates = {slot: self.fate(slot, heads, before) for slot in heads}
        for slot in sorted(fates):
            if fates[slot] == "banked":
                self.banks[self.team(slot)] += self.snakes[slot].carried
            if fates[slot]:
                self.snakes[slot].lose(WAITING if self.teams else DEAD)
        self.pauses = [max(0, pause - 1) for pause in self.pauses]
        for slot in sorted(heads):
            for pad, cells in enumerate(self.pads):
                snake = self.snakes[slot]
                if not fates[slot] and heads[slot] in cells and not self.pauses[pad] and snake.charge < 60:
                    snake.charge, self.pauses[pad] = min(60, snake.charge + (60 if len(cells) == 4 else 15)), 160

    def fate(self, slot, heads, before):
        x, y = cell = heads[slot]
        zone, snake = self.zone(x), self.snakes[slot]
        if self.wall(x, y) or (zone is not None and zone != self.team(slot)):
            return "dead"
        if not (0 <= x < self.width and 0 <= y < self.height) or cell in snake.cells[1:]:
            return "dead"
        for other, them in enumerate(self.snakes):
            if other != slot and (cell in them.cells or
                                  (other in heads and heads[other] == before[slot] and before[other] == cell)):
                return "dead"
        return "banked" if zone is not None and snake.carried else None

    def respawn(self):
        for slot, snake in enumerate(self.snakes):
            if snake.status != WAITING:
                continue
            mates = [slot] + [s for s in range(len(self.snakes)) if self.team(s) == self.team(slot)]
            for start in map(self.start, mates):
                if all(self.free(cell) for cell in self.straight(*start)):
                    self.put(slot, *start)
                    break

    def draw(self, bound):
        value = siphash(self.seed, self.draws.to_bytes(8, "little"))
        self.draws += 1
        return value * bound >> 64

    def feed(self):
        if self.tick % 2 or len(self.food) >= self.food_target:
            return
        if self.teams:
            field = self.width - 20
            weights = [1 + min(4, min(i, field - 1 - i) * 5 // (field // 2)) for i in range(field)]
            rest, column = self.draw(sum(weights)), 0
            while rest >= weights[column]:
                rest -= weights[column]
                column += 1
            cell = (10 + column, self.draw(self.height))
        else:
            cell = self.draw(self.width * self.height)
            cell = (cell % self.width, cell // self.width)
        if self.free(cell) and not any(cell in pad for pad in self.pads):
            self.food.append(cell)

    def judge(self):
        if self.teams and max(self.banks) >= self.target:
            return 4 if self.banks[0] == self.banks[1] else 1
        present = {self.team(s) for s, snake in enumerate(self.snakes) if snake.status != LEFT}
        if len(self.snakes) > 1 and not present:
            return 5
        if not present or len(self.snakes) > 1 and len(present) == 1:
            return 3
        alive = [s for s in self.snakes if s.status == PLAYING]
        if not self.teams and not alive:
            return 2
        if not self.teams and len(alive) == 1 and len(self.snakes) > 1:
            stayed = [s for s in self.snakes if s.status != LEFT and s is not alive[0]]
            if all(s.score < alive[0].score for s in stayed):
                return 2
        if self.minutes and self.tick >= 1200 * self.minutes:
            return 4 if self.teams and self.banks[0] == self.banks[1] else 6
        return 0

    def result(self):
        slots = range(len(self.snakes))
        scores = [self.banks[self.team(s)] if self.teams else self.snakes[s].score for s in slots]
        if self.end == 5:
            return scores, [0 for _ in slots]
        present = {self.team(s) for s in slots if self.snakes[s].status != LEFT}
        keys = [(self.team(s) in present, scores[s]) for s in slots]
        if self.teams:
            return scores, [1 + (keys[1 - self.team(s)] > keys[self.team(s)]) for s in slots]
        return scores, [1 + sum(k > keys[s] for k in keys) for s in slots]

    # Section 9.
    def state(self):
        out = bytearray()

        def put(size, *values):
            for value in values:
                out.extend(int(value).to_bytes(size, "little"))

        def index(cell):
            return cell[1] * self.width + cell[0]
        put(1, 2, self.mode, len(self.snakes), self.width, self.height, 10 if self.teams else 0)
        put(2, self.speed, self.target if self.teams else 0)
        put(1, self.food_target, self.minutes)
        put(4, self.tick)
        put(1, self.end)
        put(4, *self.banks)
        for s in self.snakes:
            turns = s.turns + [0, 0]
            put(1, s.status, s.way, len(s.turns) | turns[0] << 2 | (turns[1] << 4 if len(s.turns) > 1 else 0))
            put(4, s.credit)
            put(2, s.growth)
            put(4, s.score, s.carried)
            put(1, s.combo, s.window, s.charge + 128 * s.held)
            put(2, len(s.cells))
            if s.cells:
                put(2, index(s.cells[0]))
                links = [STEP.index((b[0] - a[0], b[1] - a[1])) for a, b in zip(s.cells, s.cells[1:])]
                for at in range(0, len(links), 4):
                    put(1, sum(link << 2 * i for i, link in enumerate(links[at:at + 4])))
        put(1, *self.pauses)
        put(1, len(self.food))
        put(2, *sorted(map(index, self.food)))
        put(2, len(self.inputs))
        for tick, slot, action in sorted(self.inputs, key=canonical):
            put(4, tick)
            put(1, slot, action)
        return bytes(out)

    def hash(self):
        value = 0xcbf29ce484222325
        for byte in self.state():
            value = (value ^ byte) * 0x100000001b3 & MASK
        return value


def canonical(item):
    """By tick, slot, and kind: a turn, a change of the boost, a leave."""
    tick, slot, action = item
    return tick, slot, 0 if action < 4 else 1 if action > 4 else 2


def pilot(game, slot, dice):
    """Towards food or home and away from what kills, most of the time: games that go somewhere."""
    snake = game.snakes[slot]
    x, y = snake.cells[0]
    goal = min(game.food, key=lambda f: abs(f[0] - x) + abs(f[1] - y), default=(game.width // 2, game.height // 2))
    if game.teams and snake.carried >= 5:
        middle, far = game.height // 2, game.width
        goal = ((11, middle) if x > 12 or abs(y - middle) > 1 else (8, y)) if slot % 2 == 0 else \
            ((far - 12, middle) if x < far - 13 or abs(y - middle) > 1 else (far - 9, y))
    ways = []
    for way in range(4):
        cell = (x + STEP[way][0], y + STEP[way][1])
        safe = 0 <= cell[0] < game.width and 0 <= cell[1] < game.height and not game.wall(*cell) \
            and game.zone(cell[0]) in (None, game.team(slot)) and all(cell not in s.cells for s in game.snakes)
        ways.append((not safe, abs(cell[0] - goal[0]) + abs(cell[1] - goal[1]), way))
    return min(ways)[2] if dice.random() < 0.97 else dice.randrange(4)


def play(mode, players, ticks, dice, custom=None):
    seed = dice.randbytes(16)
    game = Game(mode, players, seed, custom)
    print(f"game {mode} {players} {seed.hex()}" + "".join(f" {int(value)}" for value in custom or ()))
    while game.tick < ticks and not game.end:
        for slot, snake in enumerate(game.snakes):
            roll = dice.random()
            if snake.status == PLAYING and roll < 0.45:
                way, stamp = pilot(game, slot, dice), game.tick + 1
                if way == snake.way and roll > 0.02:
                    continue
            elif roll > 0.985:
                way, stamp = dice.randrange(4), max(0, game.tick + dice.randrange(-6, 24))
            elif roll > 0.97:
                way, stamp = dice.choice((5, 6, 6)), max(0, game.tick + dice.randrange(-6, 24))
            else:
                continue
            outcome = game.schedule(slot, way, stamp)
            print(f"input {slot} {way} {stamp} = " + (" ".join(map(str, outcome)) if isinstance(outcome, tuple) else str(outcome)))
        if dice.random() < 0.0004:
            slot = dice.randrange(players)
            game.leave(slot)
            print(f"leave {slot}")
        game.step()
        print(f"step {game.hash():016x}")
        if game.tick % 200 == 0 or game.end:
            print(f"state {game.state().hex()}")
    if game.end:
        scores, ranks = game.result()
        print(f"end {game.end} {','.join(map(str, scores))} {','.join(map(str, ranks))}")


def main():
    dice = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    customs = ((6, 1500, (40, 20, True, 13, 30, 1)), (3, 1300, (33, 27, False, 20, 64, 1)), (1, 1300, (80, 60, False, 5, 2, 1)))
    for players, ticks, custom in customs:
        play(CUSTOM, players, ticks, dice, custom)
    for mode, players, ticks in ((DUEL, 2, 1200), (FREE_FOR_ALL, 2, 600), (SOLO, 1, 600), (FREE_FOR_ALL, 8, 600), (TEAMS, 4, 900)):
        play(mode, players, ticks, dice)
    for _ in range(3 if len(sys.argv) > 1 else 0):
        zones = dice.random() < 0.6
        players = dice.randint(2 if zones else 1, 8)
        play(CUSTOM, players, 700, dice, (
            dice.randint(40 if zones else 20, 80), dice.randint(28 if players > 6 else 20, 60), zones, dice.choice((5, 10, 13, 20)),
            dice.randint(1, 64), dice.randint(0, 10)))


if __name__ == "__main__":
    main()

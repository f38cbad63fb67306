// digest SEED GAMES TICKS-A-GAME: one line a mode, "duel GAMES TICKS DIGEST".
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

uint64_t game_digest(uint8_t mode, uint64_t seed, uint32_t games, uint32_t ticks_per_game, uint64_t *ticks);

int main(int count, char **words) {
    static const char *const names[] = {"duel", "ffa", "solo", "2v2", "custom"};
    if (count != 4) return 64;
    uint64_t seed = strtoull(words[1], 0, 10);
    uint32_t games = (uint32_t)strtoul(words[2], 0, 10), limit = (uint32_t)strtoul(words[3], 0, 10);
    for (uint8_t mode = 1; mode <= 5; mode++) {
        uint64_t ticks = 0, digest = game_digest(mode, seed, games, limit, &ticks);
        printf("%s %u %llu %016llx\n", names[mode - 1], games, (unsigned long long)ticks, (unsigned long long)digest);
        fflush(stdout);
    }
    return 0;
}

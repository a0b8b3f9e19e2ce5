// A plan in the making, over plain arrays: who meets where, always valid, with its worth and gaps kept up to date.
// Every step stands in a journal, from which `undo` restores the very state, to the very interpreters.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

using Wish = int32_t;
using std::vector;
constexpr int NOBODY = -1;

struct Rows {  // lists one after the other
    const int32_t *start, *item;
    const int32_t *begin(int row) const { return item + start[row]; }
    const int32_t *end(int row) const { return item + start[row + 1]; }
    int size(int row) const { return start[row + 1] - start[row]; }
};

// What Python hands over (search/library.py has the same fields in the same order). Nothing here changes.
struct Instance {
    int32_t wishes, parties, slots, days, interpreters, words, crew;
    const int32_t *first, *second;  // the parties of each wish
    const int64_t *worth, *stays;   // what a wish is worth, and what it is worth more in its home slot
    const int32_t *home, *bridge, *pinned;
    const uint64_t *allowed;        // the slots of each wish, as bits of `words` words
    const int32_t *seats, *cap;     // of each party; seats no more than its wishes; NOBODY: no cap
    const uint64_t *free;           // the slots of each party
    const int32_t *tables, *day_of; // of each slot
    const uint64_t *duty;           // the interpreters on duty in each slot, as bits of `crew` words
    const uint64_t *members;        // the interpreters of each class, likewise
    Rows choices;                   // the slots of each wish
    Rows mine;                      // the wishes of each party
};

struct Random {  // splitmix64 (Steele, Lea, Flood 2014)
    uint64_t state;
    uint64_t next() {
        uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    int below(int n) { return int(((next() >> 32) * uint64_t(n)) >> 32); }
    double unit() { return double(next() >> 11) * 0x1.0p-53; }
};

struct Bag {  // a set of small numbers: add, remove and draw in constant time
    vector<int32_t> item, spot;
    explicit Bag(int n) : spot(n, NOBODY) {}
    int size() const { return int(item.size()); }
    void add(int x) { if (spot[x] < 0) { spot[x] = size(); item.push_back(x); } }
    void remove(int x) {
        int at = spot[x];
        if (at < 0) return;
        int last = item.back();
        item[at] = last; spot[last] = at; spot[x] = NOBODY; item.pop_back();
    }
};

struct Plan {
    enum Kind { PUT, TOOK, CHANGED };
    struct Step { Kind kind; Wish wish; int slot, helper; };

    const Instance in;
    Random random;
    int64_t worth = 0, gaps = 0;
    vector<int32_t> slot_of, helper;
    vector<Wish> held;                     // the meetings of a party in a slot, from place(p, t) on
    vector<int32_t> count, base;           // party * slots + slot: how many; party: where its places begin
    vector<uint64_t> met, full;            // party * words: slots with a meeting; slots in which it can have no more
    vector<uint64_t> no_table;             // words: slots without a table left
    vector<int32_t> of_day, gaps_of;       // party * days + day
    vector<vector<Wish>> at;               // the meetings of each slot, in no order
    vector<int32_t> spot;                  // where each stands there
    vector<int32_t> serves;                // interpreter * slots + slot
    vector<uint64_t> busy, reached;        // slot * crew: interpreters who serve; crew: those a search has reached
    vector<int32_t> day_start, day_end;
    Bag waiting, troubled;                 // unplaced wishes worth trying; party * days + day with gaps
    Bag wanting, idle;                     // scarce parties that have room; interpreter * slots + slot of scarce ones
    vector<uint8_t> worth_trying;          // of wishes
    vector<uint8_t> scarce, sought;        // parties and interpreters who ought to have as many meetings as they can
    vector<int32_t> room;                  // how many meetings a party could have beside those that it has
    vector<Step> journal;
    vector<int64_t> seen;                  // stamps of the search for a chain
    vector<int32_t> came, queue;
    int64_t stamp = 0;

    Plan(const Instance &instance, uint64_t seed)
        : in(instance), random{seed}, slot_of(in.wishes, NOBODY), helper(in.wishes, NOBODY),
          count(size_t(in.parties) * in.slots), base(in.parties), met(size_t(in.parties) * in.words), full(met.size()),
          no_table(in.words), of_day(size_t(in.parties) * in.days), gaps_of(of_day.size()), at(in.slots),
          spot(in.wishes, NOBODY), serves(size_t(in.interpreters) * in.slots, NOBODY), busy(size_t(in.slots) * in.crew),
          reached(in.crew), day_start(in.days), day_end(in.days),
          waiting(in.wishes), troubled(int(of_day.size())), wanting(in.parties),
          idle(in.interpreters * in.slots), worth_trying(in.wishes, 1), scarce(in.parties), sought(in.interpreters), room(in.parties),
          seen(in.wishes), came(in.interpreters + 1) {
        int places = 0;
        for (int p = 0; p < in.parties; p++) { base[p] = places; places += in.seats[p] * in.slots; }
        held.resize(places);
        for (int t = in.slots - 1; t >= 0; t--) day_start[in.day_of[t]] = t;
        for (int t = 0; t < in.slots; t++) { day_end[in.day_of[t]] = t + 1; mark(no_table.data(), t, !in.tables[t]); }
        for (int p = 0; p < in.parties; p++) for (int d = 0; d < in.days; d++) find_seats(p, day_start[d]);
        for (Wish w = 0; w < in.wishes; w++) if (in.choices.size(w)) waiting.add(w);
        for (int p = 0; p < in.parties; p++) for (int d = 0; d < in.days; d++) {
            int seats = 0;
            for (int t = day_start[d]; t < day_end[d]; t++) seats += is_free(p, t) * in.seats[p];
            room[p] += in.cap[p] < 0 ? seats : std::min(seats, in.cap[p]);
        }
    }

    static bool has(const uint64_t *mask, int t) { return mask[t >> 6] >> (t & 63) & 1; }
    static void mark(uint64_t *mask, int t, bool on) {
        uint64_t bit = 1ULL << (t & 63);
        mask[t >> 6] = on ? mask[t >> 6] | bit : mask[t >> 6] & ~bit;
    }
    const uint64_t *allowed(Wish w) const { return in.allowed + size_t(w) * in.words; }
    bool is_allowed(Wish w, int t) const { return has(allowed(w), t); }
    bool is_free(int p, int t) const { return has(in.free + size_t(p) * in.words, t); }
    const uint64_t *met_by(int p) const { return met.data() + size_t(p) * in.words; }
    const uint64_t *full_of(int p) const { return full.data() + size_t(p) * in.words; }
    int meetings(int p, int t) const { return count[size_t(p) * in.slots + t]; }
    Wish *place_of(int p, int t) { return held.data() + base[p] + t * in.seats[p]; }
    Wish served_by(int i, int t) const { return serves[size_t(i) * in.slots + t]; }
    void serve(int i, int t, Wish w) {
        serves[size_t(i) * in.slots + t] = w;
        mark(busy.data() + size_t(t) * in.crew, i, w >= 0);
        if (sought[i]) seek(i, t);
    }
    bool is_on_duty(int i, int t) const { return has(in.duty + size_t(t) * in.crew, i); }
    void seek(int i, int t) {
        if (sought[i] && served_by(i, t) < 0 && is_on_duty(i, t)) idle.add(i * in.slots + t);
        else idle.remove(i * in.slots + t);
    }
    int64_t worth_in(Wish w, int t) const { return in.worth[w] + (in.home[w] == t ? in.stays[w] : 0); }

    // The slots of word k in which an unplaced wish finds both parties and a table free; an interpreter is not asked.
    uint64_t open(Wish w, int k) const {
        return allowed(w)[k] & ~(full_of(in.first[w])[k] | full_of(in.second[w])[k] | no_table[k]);
    }
    bool fits_somewhere(Wish w) const {
        for (int k = 0; k < in.words; k++) if (open(w, k)) return true;
        return false;
    }
    bool fits(Wish w, int t) const { return open(w, t >> 6) >> (t & 63) & 1; }

    // The gaps of a party's day if it also met in slot `extra` (NOBODY: as it is).
    int gaps_with(int p, int d, int extra) const {
        if (in.words == 1) {
            uint64_t day = (~0ULL >> (64 - (day_end[d] - day_start[d]))) << day_start[d];
            uint64_t held = (*met_by(p) | (extra < 0 ? 0 : 1ULL << extra)) & day;
            if (!(held & (held - 1))) return 0;
            uint64_t span = (~0ULL >> __builtin_clzll(held)) & ~((held & -held) - 1);
            return __builtin_popcountll(span & in.free[p] & ~held);
        }
        int first = NOBODY, last = NOBODY, idle = 0, before = 0;
        for (int t = day_start[d]; t < day_end[d]; t++) {
            if (t == extra || has(met_by(p), t)) {
                if (first < 0) first = t;
                last = t;
                before = idle;
            } else if (first >= 0) idle += is_free(p, t);
        }
        return last > first ? before : 0;
    }

    int more_gaps(Wish w, int t) const {
        int d = in.day_of[t], a = in.first[w], b = in.second[w];
        return gaps_with(a, d, t) - gaps_of[size_t(a) * in.days + d] + gaps_with(b, d, t) - gaps_of[size_t(b) * in.days + d];
    }

    void recount(int p, int d) {
        int key = p * in.days + d, now = gaps_with(p, d, NOBODY);
        gaps += now - gaps_of[key];
        gaps_of[key] = now;
        if (now) troubled.add(key); else troubled.remove(key);
    }

    // Keep `full` true where the party's meetings in a slot have changed: in that slot, or, with a cap, on its day.
    void find_seats(int p, int t) {
        uint64_t *mask = full.data() + size_t(p) * in.words;
        int d = in.day_of[t];
        bool spent = in.cap[p] >= 0 && of_day[p * in.days + d] >= in.cap[p];
        if (in.cap[p] < 0) mark(mask, t, meetings(p, t) >= in.seats[p]);
        else for (int u = day_start[d]; u < day_end[d]; u++) mark(mask, u, spent || meetings(p, u) >= in.seats[p]);
    }

    void arrive(int p, Wish w, int t) {
        int &n = count[size_t(p) * in.slots + t];
        place_of(p, t)[n++] = w;
        of_day[p * in.days + in.day_of[t]]++;
        if (!--room[p]) wanting.remove(p);
        find_seats(p, t);
        if (n > 1) return;
        mark(met.data() + size_t(p) * in.words, t, true);
        recount(p, in.day_of[t]);
    }

    void depart(int p, Wish w, int t) {
        int &n = count[size_t(p) * in.slots + t];
        Wish *place = place_of(p, t);
        n--;
        for (int k = 0; k < n; k++) if (place[k] == w) { place[k] = place[n]; break; }
        of_day[p * in.days + in.day_of[t]]--;
        if (!room[p]++ && scarce[p]) wanting.add(p);
        find_seats(p, t);
        if (n) return;
        mark(met.data() + size_t(p) * in.words, t, false);
        recount(p, in.day_of[t]);
    }

    void put(Wish w, int t, int i) {
        slot_of[w] = t;
        helper[w] = i;
        if (i >= 0) serve(i, t, w);
        worth += worth_in(w, t);
        spot[w] = int(at[t].size());
        at[t].push_back(w);
        mark(no_table.data(), t, int(at[t].size()) >= in.tables[t]);
        arrive(in.first[w], w, t);
        arrive(in.second[w], w, t);
        waiting.remove(w);
    }

    void take(Wish w) {
        int t = slot_of[w];
        if (helper[w] >= 0) serve(helper[w], t, NOBODY);
        slot_of[w] = helper[w] = NOBODY;
        worth -= worth_in(w, t);
        Wish last = at[t].back();
        at[t][spot[w]] = last;
        spot[last] = spot[w];
        at[t].pop_back();
        mark(no_table.data(), t, false);
        depart(in.first[w], w, t);
        depart(in.second[w], w, t);
        if (worth_trying[w]) waiting.add(w);
    }

    void undo(size_t mark = 0) {
        while (journal.size() > mark) {
            Step step = journal.back();
            journal.pop_back();
            if (step.kind == PUT) take(step.wish);
            else if (step.kind == TOOK) put(step.wish, step.slot, step.helper);
            else {
                serve(helper[step.wish], step.slot, NOBODY);
                helper[step.wish] = step.helper;
                serve(step.helper, step.slot, step.wish);
            }
        }
    }

    void lift(Wish w) {
        journal.push_back({TOOK, w, slot_of[w], helper[w]});
        take(w);
    }

    bool has_seat(int p, int t) const { return !has(full_of(p), t); }

    // An interpreter of the class who is free in the slot, or made free by an augmenting path, breadth first (Berge 1957).
    int find_helper(int c, int t) {
        const uint64_t *duty = in.duty + size_t(t) * in.crew, *taken = busy.data() + size_t(t) * in.crew;
        std::fill(reached.begin(), reached.end(), 0);
        queue.clear();
        for (int head = NOBODY, from = NOBODY;;) {
            const uint64_t *fit = in.members + size_t(c) * in.crew;
            for (int k = 0; k < in.crew; k++)
                for (uint64_t left = fit[k] & duty[k] & ~reached[k]; left; left &= left - 1) {
                    int i = 64 * k + __builtin_ctzll(left);
                    came[i] = from;
                    if (!has(taken, i)) return change_along(i, t);
                    queue.push_back(i);
                }
            for (int k = 0; k < in.crew; k++) reached[k] |= fit[k] & duty[k];
            if (++head >= int(queue.size())) return NOBODY;
            from = queue[head];
            c = in.bridge[served_by(from, t)];
        }
    }

    // From the free end of the path backwards, everybody hands over to the next; returns who is free at its head.
    int change_along(int i, int t) {
        while (came[i] >= 0) {
            int before = came[i];
            Wish w = served_by(before, t);
            journal.push_back({CHANGED, w, t, before});
            serve(before, t, NOBODY);
            helper[w] = i;
            serve(i, t, w);
            i = before;
        }
        return i;
    }

    // Place a wish that fits, with an interpreter where it needs one; false, and nothing changed, if there is none.
    bool place(Wish w, int t) {
        int i = NOBODY;
        if (in.bridge[w] >= 0 && (i = find_helper(in.bridge[w], t)) < 0) return false;
        put(w, t, i);
        journal.push_back({PUT, w, t, i});
        return true;
    }
};

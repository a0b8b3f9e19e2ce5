// The moves of the local search. Each changes the plan and leaves what it did in the journal; whether that is kept is
// decided by `anneal`. A move that returns false may have begun something: the caller undoes it.
#pragma once
#include "plan.hpp"

struct Moves : Plan {
    using Plan::Plan;
    static constexpr int SAMPLE = 12;         // meetings of a full slot among which the cheapest leaves
    static constexpr int ASKED = 24;          // wishes of a party that are asked to come where one has left
    static constexpr int LONGEST_CHAIN = 24;
    static constexpr int MOST_OUT = 8;
    static constexpr int LOOKED_AT = 64;      // waiting wishes among which one for an idle interpreter is sought
    struct Ousted { Wish wish; int home; };
    vector<Ousted> out;
    vector<Wish> linked;

    // Place an unplaced wish; whoever is in the way goes elsewhere, or others come in its place.
    bool insert(Wish w, int t) {
        out.clear();
        if (!make_seat(in.first[w], t) || !make_seat(in.second[w], t)) return false;
        if (int(at[t].size()) >= in.tables[t] && !oust(cheapest(t))) return false;
        if (!fits(w, t)) return false;
        if (!place(w, t) && !(oust(one_served(w, t)) && place(w, t))) return false;
        for (size_t k = 0; k < out.size(); k++) {
            auto [other, home] = out[k];
            if (slot_of[other] >= 0 || reseat(other) || hop(other)) continue;
            invite(in.first[other], home);
            invite(in.second[other], home);
        }
        return true;
    }

    bool oust(Wish w) {
        if (w < 0 || in.pinned[w] || out.size() >= MOST_OUT) return false;
        out.push_back({w, slot_of[w]});
        lift(w);
        return true;
    }

    Wish one_of(int p, int t) { return place_of(p, t)[random.below(meetings(p, t))]; }

    // Free a seat of the party in the slot, and a meeting of its day.
    bool make_seat(int p, int t) {
        if (meetings(p, t) >= in.seats[p] && !oust(one_of(p, t))) return false;
        int d = in.day_of[t], length = day_end[d] - day_start[d];
        while (in.cap[p] >= 0 && of_day[p * in.days + d] >= in.cap[p]) {
            int begin = random.below(length), k = 0;
            while (k < length && !meetings(p, day_start[d] + (begin + k) % length)) k++;
            if (k == length || !oust(one_of(p, day_start[d] + (begin + k) % length))) return false;
        }
        return true;
    }

    Wish cheapest(int t) {
        Wish found = NOBODY;
        for (int k = 0; k < SAMPLE && !at[t].empty(); k++) {
            Wish w = at[t][random.below(int(at[t].size()))];
            if (!in.pinned[w] && (found < 0 || worth_in(w, t) < worth_in(found, t))) found = w;
        }
        return found;
    }

    // A meeting of the slot whose interpreter could help this wish.
    Wish one_served(Wish w, int t) {
        const uint64_t *fit = in.members + size_t(in.bridge[w]) * in.crew, *taken = busy.data() + size_t(t) * in.crew;
        int begin = in.interpreters ? random.below(in.interpreters) : 0;
        for (int k = 0; k < in.interpreters; k++) {
            int i = begin + k < in.interpreters ? begin + k : begin + k - in.interpreters;
            if (has(fit, i) && has(taken, i) && !in.pinned[served_by(i, t)]) return served_by(i, t);
        }
        return NOBODY;
    }

    // Place an unplaced wish where it fits: at home if that counts, else with the fewest gaps.
    bool reseat(Wish w) {
        vector<int> &slots = open_now(w);
        if (slots.empty()) return false;
        if (in.stays[w] && in.home[w] >= 0 && fits(w, in.home[w]) && place(w, in.home[w])) return true;
        int begin = random.below(int(slots.size())), best = NOBODY, fewest = 0;
        for (size_t k = 0; k < slots.size(); k++) {
            int t = slots[(begin + k) % slots.size()], more = more_gaps(w, t);
            if (best < 0 || more < fewest) { best = t; fewest = more; }
        }
        if (place(w, best)) return true;
        for (size_t k = 0; k < slots.size(); k++) if (slots[k] != best && place(w, slots[k])) return true;
        return false;
    }

    vector<int> open_list;
    vector<int> &open_now(Wish w) {
        open_list.clear();
        for (int k = 0; k < in.words; k++)
            for (uint64_t left = open(w, k); left; left &= left - 1) open_list.push_back(64 * k + __builtin_ctzll(left));
        return open_list;
    }

    // Place an unplaced wish where one other meeting is in the way, which fits elsewhere.
    bool hop(Wish w) {
        size_t mark = journal.size();
        const int32_t *slots = in.choices.begin(w);
        int count = in.choices.size(w), begin = count ? random.below(count) : 0;
        for (int k = 0; k < count; k++) {
            int t = slots[(begin + k) % count];
            Wish other = single_blocker(w, t);
            // Its own slot becomes free by its leaving, so what is open to it now is all that will be.
            if (other < 0 || in.pinned[other] || (!fits_somewhere(other) && !is_capped(other))) continue;
            lift(other);
            if (fits(w, t) && place(w, t) && reseat(other)) return true;
            undo(mark);
        }
        return false;
    }

    bool is_capped(Wish w) const { return in.cap[in.first[w]] >= 0 || in.cap[in.second[w]] >= 0; }

    // The meeting whose leaving would let the wish in, as far as seats and tables go; NOBODY if one is not enough.
    Wish single_blocker(Wish w, int t) {
        bool first = has_seat(in.first[w], t), second = has_seat(in.second[w], t);
        if (first && second) return at[t].empty() ? NOBODY : at[t][random.below(int(at[t].size()))];
        if (!first && !second) return NOBODY;
        int p = first ? in.second[w] : in.first[w];
        return meetings(p, t) >= in.seats[p] ? one_of(p, t) : NOBODY;
    }

    // Place the best of some unplaced wishes of a party in a slot that was left to it.
    void invite(int p, int t) {
        if (!has_seat(p, t)) return;
        int count = in.mine.size(p), begin = count ? random.below(count) : 0;
        Wish found = NOBODY;
        for (int k = 0; k < count && k < ASKED; k++) {
            Wish w = in.mine.begin(p)[(begin + k) % count];
            if (slot_of[w] < 0 && is_allowed(w, t) && (found < 0 || worth_in(w, t) > worth_in(found, t)) && fits(w, t)) found = w;
        }
        if (found >= 0) place(found, t);
    }

    bool shift(Wish w, int t) {
        lift(w);
        return fits(w, t) && place(w, t);
    }

    // Exchange two slots for all meetings that hang together with w through shared parties (a Kempe chain).
    bool chain(Wish w, int t) {
        int home = slot_of[w];
        if (!link(w, home, t)) return false;
        size_t mark = journal.size();
        for (Wish member : linked) lift(member);
        for (size_t k = 0; k < linked.size(); k++) {
            int target = journal[mark + k].slot == home ? t : home;
            if (!fits(linked[k], target) || !place(linked[k], target)) return false;
        }
        return true;
    }

    // Collect the chain in `linked`; false if one of it may not change or it is too long.
    bool link(Wish w, int home, int t) {
        stamp++;
        linked.assign(1, w);
        seen[w] = stamp;
        for (size_t head = 0; head < linked.size(); head++) {
            Wish member = linked[head];
            int other = slot_of[member] == home ? t : home;
            if (in.pinned[member] || !is_allowed(member, other)) return false;
            for (int p : {in.first[member], in.second[member]})
                for (int k = 0; k < meetings(p, other); k++) {
                    Wish near = place_of(p, other)[k];
                    if (seen[near] == stamp) continue;
                    if (linked.size() >= LONGEST_CHAIN) return false;
                    seen[near] = stamp;
                    linked.push_back(near);
                }
        }
        return true;
    }

    // Have the wish stand in the slot: insert it, shift it, exchange slots, or make room for it.
    bool bring(Wish w, int t) {
        if (!is_allowed(w, t) || in.pinned[w] || slot_of[w] == t) return false;
        if (slot_of[w] < 0) return insert(w, t);
        if (shift(w, t)) return true;
        undo();
        if (random.below(2)) return chain(w, t);
        lift(w);
        return insert(w, t);
    }

    // Let an unplaced wish in at no loss: where one party is free and the other is not, the other exchanges that slot for
    // one in which it is free, by a chain (Vizing 1964 colours edges so).
    bool weave(Wish w, int t) {
        bool first = has_seat(in.first[w], t), second = has_seat(in.second[w], t);
        if (first == second) return first && fits(w, t) && place(w, t);
        int p = first ? in.second[w] : in.first[w], other = open_to(p);
        return other >= 0 && meetings(p, t) && chain(one_of(p, t), other) && fits(w, t) && place(w, t);
    }

    // Any slot in which the party could meet once more; NOBODY if there is none.
    int open_to(int p) {
        open_list.clear();
        for (int k = 0; k < in.words; k++)
            for (uint64_t left = in.free[size_t(p) * in.words + k] & ~full_of(p)[k]; left; left &= left - 1)
                open_list.push_back(64 * k + __builtin_ctzll(left));
        return open_list.empty() ? NOBODY : open_list[random.below(int(open_list.size()))];
    }

    // Touch a party with room whose every meeting counts: another comes, or one moves, so that the room is elsewhere.
    bool on_a_want() {
        int p = wanting.item[random.below(wanting.size())], t = open_to(p), count = in.mine.size(p);
        if (t < 0 || !count) return false;
        bool come = random.below(4);
        for (int k = 0, begin = random.below(count); k < count; k++) {
            Wish w = in.mine.begin(p)[(begin + k) % count];
            if ((slot_of[w] < 0) != come || !is_allowed(w, t) || (come && !worth_trying[w])) continue;
            if (!come) return bring(w, t);
            return let_in(w, t);
        }
        return false;
    }

    // Have an idle interpreter whose every hour counts help somebody.
    bool on_an_idle_hour() {
        int key = idle.item[random.below(idle.size())], i = key / in.slots, t = key % in.slots;
        for (int k = 0; k < LOOKED_AT && waiting.size(); k++) {
            Wish w = waiting.item[random.below(waiting.size())];
            if (in.bridge[w] >= 0 && has(in.members + size_t(in.bridge[w]) * in.crew, i) && is_allowed(w, t)) return let_in(w, t);
        }
        return false;
    }

    bool let_in(Wish w, int t) {
        if (random.below(2)) {
            if (weave(w, t)) return true;
            undo();
        }
        return insert(w, t);
    }

    Wish any_of(const Rows &rows, int row) { return rows.begin(row)[random.below(rows.size(row))]; }

    // Touch a day with gaps: something comes into a gap, or the first or the last meeting goes away.
    bool on_a_gap() {
        int key = troubled.item[random.below(troubled.size())], p = key / in.days, d = key % in.days;
        int first = day_start[d], last = day_end[d] - 1;
        while (!meetings(p, first)) first++;
        while (!meetings(p, last)) last--;
        if (random.below(2)) {
            Wish w = one_of(p, random.below(2) ? first : last);
            return bring(w, any_of(in.choices, w));
        }
        int length = last - first, begin = random.below(length);
        for (int k = 0; k < length; k++) {
            int t = first + (begin + k) % length;
            if (!meetings(p, t) && is_free(p, t)) return bring(any_of(in.mine, p), t);
        }
        return false;
    }

    // One random move; `inserts` thousandths of them let an unplaced wish in.
    bool move(int inserts) {
        int draw = random.below(1000);
        if (draw < inserts && draw % 4 == 1 && wanting.size()) return on_a_want();
        if (draw < inserts && draw % 4 > 1 && idle.size()) return on_an_idle_hour();
        if (draw < inserts && waiting.size()) {
            Wish w = waiting.item[random.below(waiting.size())];
            return let_in(w, any_of(in.choices, w));
        }
        if (troubled.size() && draw % 4) return on_a_gap();
        Wish w = random.below(in.wishes);
        return slot_of[w] >= 0 && bring(w, any_of(in.choices, w));
    }
};

// The local search as a library with a C interface; search/library.py calls it. No clock, no global state.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include "moves.hpp"

struct Schedule {          // one call of `anneal`
    int64_t steps;
    double heat_at_start, heat_at_end;
    double worth_price, gap_price;  // the cost of one unit
    int64_t floor;         // a plan worth less is never kept
    int64_t target;        // stop when worth this much ...
    int64_t enough_gaps;   // ... with no more gaps than this
    int32_t inserts;       // thousandths of the moves
};

extern "C" {

Moves *search_new(const Instance *instance, uint64_t seed) { return new Moves(*instance, seed); }
void search_free(Moves *plan) { delete plan; }
int64_t search_worth(const Moves *plan) { return plan->worth; }
int64_t search_gaps(const Moves *plan) { return plan->gaps; }

void search_read(const Moves *plan, int32_t *slots, int32_t *helpers) {
    std::copy(plan->slot_of.begin(), plan->slot_of.end(), slots);
    std::copy(plan->helper.begin(), plan->helper.end(), helpers);
}

// Turn into another valid plan.
void search_become(Moves *plan, const int32_t *slots, const int32_t *helpers) {
    for (Wish w = 0; w < plan->in.wishes; w++) if (plan->slot_of[w] >= 0) plan->take(w);
    for (Wish w = 0; w < plan->in.wishes; w++) if (slots[w] >= 0) plan->put(w, slots[w], helpers[w]);
    plan->journal.clear();
}

// Which wishes the search lets in of its own accord.
void search_try_only(Moves *plan, const uint8_t *worth_trying) {
    for (Wish w = 0; w < plan->in.wishes; w++) {
        plan->worth_trying[w] = worth_trying[w];
        if (plan->slot_of[w] >= 0 || !plan->in.choices.size(w)) continue;
        if (worth_trying[w]) plan->waiting.add(w); else plan->waiting.remove(w);
    }
}

// Which parties and interpreters ought to have as many meetings as they can.
void search_fill_up(Moves *plan, const uint8_t *scarce, const uint8_t *sought) {
    for (int i = 0; i < plan->in.interpreters; i++) {
        plan->sought[i] = sought[i];
        for (int t = 0; t < plan->in.slots; t++) plan->seek(i, t);
    }
    for (int p = 0; p < plan->in.parties; p++) {
        plan->scarce[p] = scarce[p];
        if (scarce[p] && plan->room[p] > 0) plan->wanting.add(p); else plan->wanting.remove(p);
    }
}

// Place the wishes of the list that fit, one after the other: at home if possible, else, unless only that is asked for,
// in the earliest slot of fewest gaps.
void search_fill(Moves *plan, const int32_t *order, int32_t count, int32_t only_home) {
    for (int k = 0; k < count; k++) {
        Wish w = order[k];
        int home = plan->in.home[w];
        plan->journal.clear();
        if (plan->slot_of[w] >= 0) continue;
        if (home >= 0 && plan->is_allowed(w, home) && plan->fits(w, home) && plan->place(w, home)) continue;
        if (only_home) continue;
        vector<std::pair<int, int>> ranked;
        for (const int32_t *t = plan->in.choices.begin(w); t != plan->in.choices.end(w); t++)
            if (plan->fits(w, *t)) ranked.push_back({plan->more_gaps(w, *t), *t});
        std::sort(ranked.begin(), ranked.end());
        for (auto [more, t] : ranked) if (plan->place(w, t)) break;
    }
    plan->journal.clear();
}

// Make moves; what costs something is kept with a chance that falls with the heat. Returns the moves made until the plan
// was as good as asked for.
int64_t search_anneal(Moves *plan, const Schedule *schedule) {
    const Schedule s = *schedule;
    if (!plan->in.wishes) return 0;
    for (int64_t done = 0; done < s.steps; done++) {
        if (plan->worth >= s.target && plan->gaps <= s.enough_gaps) return done;
        double heat = s.heat_at_start + (s.heat_at_end - s.heat_at_start) * double(done) / double(s.steps);
        int64_t worth = plan->worth, gaps = plan->gaps;
        plan->journal.clear();
        bool kept = plan->move(s.inserts) && plan->worth >= s.floor;
        if (kept) {
            double cost = double(worth - plan->worth) * s.worth_price + double(plan->gaps - gaps) * s.gap_price;
            kept = cost <= 0 || (heat > 0 && plan->random.unit() < std::exp(-cost / heat));
        }
        if (!kept) plan->undo();
    }
    return s.steps;
}

}  // extern "C"

"""The core of the model as an analyst would otherwise write it: a vectorised NumPy program, the yardstick of `BENCHMARKS.md`.

    OMP_NUM_THREADS=1 python3 benches/numpy_core.py            32 draws in one array, the fastest that was found
    OMP_NUM_THREADS=1 python3 benches/numpy_core.py --batch 1  a loop over the draws, as is usual

People on cash benefit month by month, with and without ten small jobs, both with the same random numbers: competing exits by
monthly rates, places filled by whoever is eligible, the earnings taper of cash benefit, the state's refund by weeks, labour-market
contribution and municipal tax, and the municipality's discounted net saving. All draws of a batch and all people are one array.

It leaves out what makes the model long, so every ratio to gevinst is in this program's favour:

* uncertain assumptions (every number below is a point value; gevinst draws some twenty anew in each draw);
* named random numbers (here a stream: another order, another life), whole ore, double entry (only the municipality's flows are
  counted; gevinst posts every flow of all parties, by purpose and benefit family);
* dated law and its growth, household and age (rates are an average of the cohort; pension age is a yearly rate), yearly limits,
  allowances, other benefit families, disability pensioners' and flex workers' earnings, self-support as a status with its window;
* marginal rates under frailty, a shortlist and whom an enterprise picks, steps to more hours, hours and capacity of each person,
  closing enterprises, delivery;
* where the effect arises, gross against net (gevinst lives a third, frozen life for that), levels and activity.

Its net saving is therefore near that of gevinst and not equal to it. Population and months are those of
`examples/small_jobs.toml`, from which the numbers come unless said otherwise.
"""

import argparse
import time

import numpy as np

# People (cohort "activity-ready")
PEOPLE = 250
INFLOW_PER_YEAR = 55
CLOCK_WEEKS = (53, 400)
PROVIDERS = 0.30
SINGLES = 0.70
WITH_HOURS = 0.073
FRAILTY_VARIANCE = 0.5  # nobody has measured it here

# Exits and starts [1/year]
JOB = -np.log(1 - 0.11)  # KORA 2015: 10-15 % a year find a job
HOURS = 0.09  # set so that 7.3 % have ordinary hours
JOB_WITH_HOURS = 0.20  # our assumption
PENSION = 0.03  # our assumption
FLEX = 0.03  # our assumption
FLEX_JOB = 0.5  # our assumption
MOVING = 0.04
DEATH = 0.006
PENSION_AGE = 1 / 22  # ages 30-60 on entry, pension at 67: one in 22 a year on average

# Survival in work: Weibull shape and scale [months]
SURVIVAL = {"job": (0.60, 22.1), "hours": (0.60, 15.0), "flex": (0.8, 60.0), "place": (0.8, 16.0)}

# Places
PLACES = 10
RAMP_UP_MONTHS = 10
FILLING = 0.5  # chance a month; our assumption
PLACE_HOURS = 7.0
OUTSIDE_HOURS = 9.0  # middle of 3 to 15
WAGE = 143.35 * 1.125  # lowest rate with holiday allowance
OUTSIDE_WAGE = 143.35
JOB_PAY = 158 * 32.5 * 13 / 3  # median pay, middle of 28 to 37 hours
LEAVES_TO_JOB = 3 / 20  # as if 20 leavers had been seen
LEAVES_TO_HOURS = 3 / 20
AFTER_EFFECT = 1.5  # factor on rates to work after a stay
HALF_LIFE = 48.0  # months (KLAPjob)

# Programme costs [kr]
CONTACT_PERSON_PER_YEAR = 130_000
MENTOR_PER_PLACE_MONTH = 900

# Law of 2026 (src/rules/law) [kr/month]
RAISED_RATE = 13_060.0  # cash_benefit: raised rate
CHILD_SUPPLEMENT = 2_909.0  # cash_benefit: supplement of providers
SINGLE_SUPPLEMENT = 1_141.0  # cash_benefit: supplement of singles without children
FREE_AMOUNT = 2_500.0  # cash_benefit: free amount, raised rate
TAPER = 0.65  # cash_benefit
CEILING = 22_041.0  # cash_benefit: highest unemployment benefit
WAITING_BENEFIT = 0.89 * 22_041.0  # flex_waiting_benefit: 89 % of it
FLEX_SUBSIDY = 0.98 * 22_041.0 - 0.30 * OUTSIDE_WAGE * OUTSIDE_HOURS * 13 / 3  # flex_subsidy: 98 % of it, tapered
FLEX_CONTRIBUTION = 0.24 * 0.98 * 22_041.0  # flex_subsidy: highest contribution of the state
DISABILITY_PENSION = 22_053.0 * SINGLES + 18_745.0 * (1 - SINGLES)  # disability_pension: single, couple
LADDER = ((0, 0.8), (4, 0.4), (26, 0.3), (52, 0.2))  # reimbursement: weeks passed, the state's share
CONTRIBUTION = 0.08  # income_tax: labour-market contribution
TAX_RATE = 0.25049  # the average municipality of 2026
EQUALISATION = 0.75  # share of a change of the tax base
TAX_LAG_MONTHS = 36
DISCOUNT = 0.035  # the Finance Ministry
WAGE_GROWTH, PRICE_GROWTH = 0.033, 0.021

# Where a person is
BENEFIT, HOURS_OUTSIDE, PLACE, IN_JOB, WAITING, IN_FLEX_JOB, PENSIONED, OUT = range(8)


def hazards(months):
    """Chance that work ends in its next month: shape [work][month of it]."""
    tables = []
    for shape, scale in (SURVIVAL[name] for name in ("hours", "place", "job", "flex")):
        lived = np.exp(-((np.arange(months + 2) / scale) ** shape))
        tables.append(1 - lived[1:] / lived[:-1])
    return np.array(tables)


def discount(months):
    """Prices of the first year, discounted: amounts are in its wages. Shape [month]."""
    year = np.arange(months) // 12
    return (1 + DISCOUNT) ** (-np.arange(months) / 12) * ((1 + WAGE_GROWTH) / (1 + PRICE_GROWTH)) ** year


class Arm:
    """Everybody's state in one arm: arrays of shape [draw][person]."""

    def __init__(self, start, clock):
        self.status = start.copy()
        self.in_work = np.zeros(start.shape, dtype=np.int16)
        self.clock = clock.copy()
        self.since_stay = np.full(start.shape, np.inf)


def simulate(rng, draws, months, tables):
    """Net saving of the municipality in each draw [kr], and the person-months of both arms."""
    newcomers = INFLOW_PER_YEAR * months // 12
    people = PEOPLE + newcomers
    shape = (draws, people)
    entry = np.concatenate([np.zeros(PEOPLE, int), np.arange(newcomers) * months // newcomers])
    provider = rng.random(shape) < PROVIDERS
    single = rng.random(shape) < SINGLES
    full = RAISED_RATE + np.where(provider, CHILD_SUPPLEMENT, np.where(single, SINGLE_SUPPLEMENT, 0.0))
    clock = rng.uniform(*CLOCK_WEEKS, shape)
    frailty = rng.gamma(1 / FRAILTY_VARIANCE, FRAILTY_VARIANCE, shape)
    order = rng.random(shape)  # of the waiting list
    start = np.where(rng.random(shape) < WITH_HOURS, HOURS_OUTSIDE, BENEFIT).astype(np.int8)
    arms = [Arm(start, clock), Arm(start, clock)]
    # What everybody leaves for: moving, death, pension age; then disability pension and flex approval.
    gone = 1 - np.exp(-(MOVING + DEATH + PENSION_AGE) / 12)
    weeks, shares = np.array(LADDER).T
    balance = np.zeros((2, draws, months))
    factor = discount(months)
    person_months = 0
    for month in range(months):
        here = entry <= month
        # The same random numbers in both arms.
        cause, ending, leaving = rng.random(shape), rng.random(shape), rng.random(shape)
        filling = rng.random((draws, PLACES))
        offered = min(PLACES, 1 + month * PLACES // RAMP_UP_MONTHS)
        for number, arm in enumerate(arms):
            status = arm.status
            if number == 1:
                fill(arm, here, offered, filling, order)
            person_months += int(np.count_nonzero((status != OUT) & here))
            balance[number, :, month] += flows(arm, here, full, weeks, shares, month, months, balance[number])
            if number == 1:
                filled = np.count_nonzero(status == PLACE, axis=1)
                balance[1, :, month] -= MENTOR_PER_PLACE_MONTH * filled
                if month % 12 == 0:
                    balance[1, :, month] -= CONTACT_PERSON_PER_YEAR
            step(arm, here, frailty, gone, tables, cause, ending, leaving)
    return (balance[1] - balance[0]) @ factor, person_months


def fill(arm, here, offered, filling, order):
    """Vacancies are filled by the first eligible people of the waiting list."""
    vacant = offered - np.count_nonzero(arm.status == PLACE, axis=1)
    seats = np.arange(PLACES)[None, :]
    wanted = np.count_nonzero((seats < vacant[:, None]) & (filling < FILLING), axis=1)
    turn = np.where((arm.status == BENEFIT) & here, order, np.inf)
    first = np.argpartition(turn, PLACES, axis=1)[:, :PLACES]
    turns = np.take_along_axis(turn, first, axis=1)
    first = np.take_along_axis(first, np.argsort(turns, axis=1), axis=1)
    taken = (seats < wanted[:, None]) & np.isfinite(np.sort(turns, axis=1))
    draw, seat = np.nonzero(taken)
    arm.status[draw, first[draw, seat]] = PLACE
    arm.in_work[draw, first[draw, seat]] = 0


def flows(arm, here, full, weeks, shares, month, months, balance):
    """The municipality's flows of the month [kr], shape [draw]; tax is put down in the month in which it arrives."""
    status = arm.status
    wage = np.where(status == PLACE, WAGE * PLACE_HOURS * 13 / 3, 0.0)
    wage = np.where(status == HOURS_OUTSIDE, OUTSIDE_WAGE * OUTSIDE_HOURS * 13 / 3, wage)
    tapered = full - TAPER * np.maximum(wage - FREE_AMOUNT, 0.0)
    cash = np.where(wage > 0, np.minimum(tapered, CEILING - wage), tapered)
    benefit = np.where(status <= PLACE, np.maximum(cash, 0.0), 0.0)
    benefit = np.where(status == WAITING, WAITING_BENEFIT, benefit)
    benefit = np.where(status == PENSIONED, DISABILITY_PENSION, benefit)
    benefit = np.where(status == IN_FLEX_JOB, FLEX_SUBSIDY, benefit)
    share = shares[np.searchsorted(weeks, arm.clock, side="right") - 1]
    paid = -benefit * (1 - share)
    paid = np.where(status == IN_FLEX_JOB, FLEX_CONTRIBUTION - benefit, paid)
    wage = np.where(status == IN_JOB, JOB_PAY, wage)
    wage = np.where(status == IN_FLEX_JOB, OUTSIDE_WAGE * OUTSIDE_HOURS * 13 / 3, wage)
    base = np.where(status == OUT, 0.0, wage * (1 - CONTRIBUTION) + benefit)
    tax = np.sum(base * here, axis=1) * TAX_RATE * (1 - EQUALISATION)
    if month + TAX_LAG_MONTHS < months:
        balance[:, month + TAX_LAG_MONTHS] += tax
    return np.sum(paid * here, axis=1)


def step(arm, here, frailty, gone, tables, cause, ending, leaving):
    """Work ends, causes strike, clocks move."""
    status, in_work = arm.status, arm.in_work
    on_benefit, with_hours, placed = status == BENEFIT, status == HOURS_OUTSIDE, status == PLACE
    # Work ends by its survival curve.
    kind = np.select([with_hours, placed, status == IN_JOB], [0, 1, 2], 3)
    working = with_hours | placed | (status == IN_JOB) | (status == IN_FLEX_JOB)
    ends = working & here & (ending < tables[kind, in_work])
    after = np.select(
        [placed & (leaving < LEAVES_TO_JOB), placed & (leaving < LEAVES_TO_JOB + LEAVES_TO_HOURS), status == IN_FLEX_JOB],
        [IN_JOB, HOURS_OUTSIDE, WAITING],
        BENEFIT,
    )
    # Competing causes: one uniform against the cumulated chances.
    effect = 1 + (AFTER_EFFECT - 1) * 2.0 ** (-arm.since_stay / HALF_LIFE)
    job = np.select([on_benefit, with_hours], [JOB, JOB_WITH_HOURS], 0.0) * frailty * effect / 12
    hours = np.where(on_benefit, HOURS, 0.0) * frailty * effect / 12
    supported = status <= PLACE
    pension = np.where(supported, PENSION, 0.0) * frailty / 12
    flex = np.where(supported, FLEX, 0.0) * frailty / 12
    flex_job = np.where(status == WAITING, FLEX_JOB, 0.0) * frailty / 12
    left = (cause - gone) / (1 - gone)
    out = (cause < gone) & here
    rate = job + hours + pension + flex + flex_job
    strikes = (left < 1 - np.exp(-rate)) & (left >= 0) & here & ~ends
    with np.errstate(divide="ignore", invalid="ignore"):
        which = left / (1 - np.exp(-rate)) * rate
    goes_to = np.select(
        [which < job, which < job + hours, which < job + hours + pension, which < job + hours + pension + flex],
        [IN_JOB, HOURS_OUTSIDE, PENSIONED, WAITING],
        IN_FLEX_JOB,
    )
    new = np.where(ends, after, np.where(strikes, goes_to, status))
    new = np.where(out, OUT, new).astype(np.int8)
    changed = new != status
    arm.since_stay = np.where(placed & changed, 0.0, arm.since_stay + 1)
    arm.in_work = np.where(changed, 0, in_work + working).astype(np.int16)
    # A month with a covered payment touches its weeks; a job lets the clock stand.
    arm.clock = np.where(here & (status != IN_JOB), arm.clock + 13 / 3, arm.clock)
    arm.status = new


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--draws", type=int, default=512)
    arguments.add_argument("--batch", type=int, default=32, help="draws in one array; 1 is the loop over draws that is usual")
    arguments.add_argument("--years", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=2026)
    given = arguments.parse_args()
    months = 12 * given.years
    tables = hazards(months)
    simulate(np.random.default_rng(0), given.batch, months, tables)  # warm
    rng = np.random.default_rng(given.seed)
    values, person_months, batches = [], 0, []
    for _ in range(max(1, given.draws // given.batch)):
        began = time.perf_counter()
        saving, lived = simulate(rng, given.batch, months, tables)
        batches.append((time.perf_counter() - began) / lived)
        values.append(saving)
        person_months += lived
    values = np.concatenate(values)
    error = values.std(ddof=1) / np.sqrt(len(values))
    print(f"{len(values)} draws of {months} months, {person_months / len(values):,.0f} person-months of both arms a draw")
    print(f"net saving of the municipality: {values.mean():,.0f} kr, Monte Carlo error {error:,.0f} kr")
    for name, of_one in [("fastest", min(batches)), ("median", np.median(batches))]:
        rate = 1 / of_one
        print(f"{name} batch, one core: {rate:,.0f} person-months and {rate * len(values) / person_months:,.0f} draws a second")


if __name__ == "__main__":
    main()

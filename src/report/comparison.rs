//! Programmes side by side, in tables and a few sentences.

use crate::domain::activity::Indicator;
use crate::domain::party::Perspective;
use crate::estimate::estimated::Estimated;
use crate::estimate::frontier::{Choice, Standing};
use crate::estimate::summary::Summary;
use crate::report::decisions::{AIMS, ComparisonFindings, DecisionFinding, FrontierFinding, ProgrammeFinding};
use crate::report::people::indicator_name;
use crate::report::savings::{label, perspective_key};
use crate::report::table::{Column, Phrase, Row, Table, Unit, Value};

/// The answer in a few sentences: which programme is best for whom, how surely, and what not knowing costs.
pub fn comparison_headline(findings: &ComparisonFindings, perspective: Perspective) -> Vec<Phrase> {
    let Some(decision) = decision(findings, perspective) else { return Vec::new() };
    let best = best(decision);
    let option = &decision.options[best];
    let chance = option.chance_of_best;
    let mut lines = vec![
        Phrase::new("comparison.best")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("option", named(findings, best))
            .with("amount", money(option.net_benefit, Unit::Gain))
            .with("chance", Value::Figure { value: chance.value, error: chance.standard_error, unit: Unit::Chance }),
        Phrase::new("comparison.opportunity_loss").with("amount", money(decision.perfect_information, Unit::Money)),
    ];
    lines.extend(much_luck(decision));
    let society = self::decision(findings, Perspective::Society);
    if let Some(other) =
        society.filter(|_| perspective != Perspective::Society).map(self::best).filter(|of| *of != best)
    {
        lines.push(Phrase::new("comparison.society").with("option", named(findings, other)));
    }
    lines
}

/// The tables that a reader is shown.
pub fn comparison_report(findings: &ComparisonFindings, perspective: Perspective) -> Vec<Table> {
    let mut tables = vec![programmes(findings, perspective), parties(findings), aims(findings)];
    tables.extend(decision(findings, perspective).map(|decision| options(findings, decision)));
    tables
        .extend(findings.frontiers.iter().filter(|of| of.perspective == perspective).map(|of| frontier(findings, of)));
    tables
}

/// That luck is left in what is said of a decision, where it is more than a third of the variance.
pub(crate) fn much_luck(decision: &DecisionFinding) -> Option<Phrase> {
    let luck = Value::exact(decision.luck_share.min(1.0), Unit::Share);
    (decision.luck_share > 1.0 / 3.0).then(|| Phrase::new("information.much_luck").with("luck", luck))
}

/// The decision of a perspective.
fn decision(findings: &ComparisonFindings, perspective: Perspective) -> Option<&DecisionFinding> {
    findings.decisions.iter().find(|decision| decision.perspective == perspective)
}

/// The option with the highest expected net benefit, doing nothing first.
fn best(decision: &DecisionFinding) -> usize {
    let options = decision.options.iter().enumerate();
    let better = |best: (usize, f64), (at, option): (usize, &crate::estimate::information::Standing)| {
        if option.net_benefit.value > best.1 { (at, option.net_benefit.value) } else { best }
    };
    options.fold((0, f64::NEG_INFINITY), better).0
}

/// The same at the head of a row.
fn row_label(findings: &ComparisonFindings, option: usize) -> Value {
    if option == 0 { Phrase::new("rows.nothing").into() } else { named(findings, option) }
}

/// An option by its name: doing nothing, or a programme.
fn named(findings: &ComparisonFindings, option: usize) -> Value {
    match option.checked_sub(1).and_then(|at| findings.programmes.get(at)) {
        Some(_) => programme_name(findings, option - 1),
        None => Phrase::new("comparison.nothing").into(),
    }
}

/// The name of a programme as its scenario has it shown.
pub fn programme_name(findings: &ComparisonFindings, at: usize) -> Value {
    let name = findings.programmes.get(at).map_or("", |programme| programme.name.as_str());
    findings.manifests.get(at).map_or_else(|| name.into(), |manifest| manifest.named(name))
}

fn choice(findings: &ComparisonFindings, choice: Choice) -> Value {
    match choice {
        Choice::Nothing => named(findings, 0),
        Choice::Programme(at) => named(findings, at + 1),
    }
}

fn money(estimated: Estimated, unit: Unit) -> Value {
    Value::Figure { value: estimated.value, error: estimated.standard_error, unit }
}

fn price_year(findings: &ComparisonFindings) -> Value {
    findings.manifests.first().map_or(Value::None, |manifest| Value::Number(i64::from(manifest.price_year)))
}

/// Each programme against doing nothing and against the first.
fn programmes(findings: &ComparisonFindings, perspective: Perspective) -> Table {
    let at = perspective as usize;
    let row = |(number, programme): (usize, &ProgrammeFinding)| {
        let (chance, error) = programme.chance_of_gain[at];
        let increment = Value::Summary { summary: programme.increment[at], unit: Unit::GainInThousands };
        let cells = vec![
            Value::Summary { summary: programme.net_present_value[at], unit: Unit::GainInThousands },
            Value::Figure { value: chance, error, unit: Unit::Chance },
            if number == 0 { Value::None } else { increment },
        ];
        Row::new(programme.name.clone(), programme_name(findings, number), cells)
    };
    Table {
        key: "programmes",
        title: Phrase::new("title.programmes")
            .with("who", Phrase::new(format!("who.{}", perspective_key(perspective))))
            .with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.programme"),
        columns: vec![
            Column::figures("net_present_value").with_interval(),
            Column::figures("chance_of_gain"),
            Column::figures("increment").with_interval(),
        ],
        rows: findings.programmes.iter().enumerate().map(row).collect(),
        notes: vec![
            Phrase::new("note.programmes")
                .with("samples", Value::Number(i64::from(findings.samples)))
                .with("replicates", Value::Number(i64::from(findings.replicates))),
        ],
    }
}

/// What each perspective gains by each programme.
fn parties(findings: &ComparisonFindings) -> Table {
    let concerned = |perspective: &Perspective| {
        let seen = |programme: &ProgrammeFinding| programme.net_present_value[*perspective as usize];
        findings.programmes.iter().any(|programme| seen(programme) != Summary::default())
    };
    let rows = Perspective::ALL.into_iter().filter(concerned).map(|perspective| {
        let cell = |programme: &ProgrammeFinding| {
            let summary = programme.net_present_value[perspective as usize];
            Value::Summary { summary, unit: Unit::GainInThousands }
        };
        let row =
            Row::new(perspective_key(perspective), label(perspective), findings.programmes.iter().map(cell).collect());
        let sum = matches!(perspective, Perspective::PublicSector | Perspective::Society);
        if sum { row.total() } else { row }
    });
    Table {
        key: "programmes_by_perspective",
        title: Phrase::new("title.programmes_by_perspective").with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.perspective"),
        columns: columns(findings),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// A column of figures for each programme.
fn columns(findings: &ComparisonFindings) -> Vec<Column> {
    let column = |(at, programme): (usize, &ProgrammeFinding)| Column {
        key: programme.name.clone(),
        ..Column::figures("value").headed(programme_name(findings, at))
    };
    findings.programmes.iter().enumerate().map(column).collect()
}

/// What each programme changes beside money.
fn aims(findings: &ComparisonFindings) -> Table {
    let rows = AIMS.iter().enumerate().map(|(at, (aim, _))| {
        let cell = |programme: &ProgrammeFinding| Value::Summary { summary: programme.aims[at], unit: Unit::Change };
        Row::new(aim_key(*aim), aim_label(*aim), findings.programmes.iter().map(cell).collect())
    });
    Table {
        key: "programmes_by_aim",
        title: Phrase::new("title.programmes_by_aim"),
        rows_heading: Phrase::new("rows.aim"),
        columns: columns(findings),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// The name of an aim in tables of figures.
fn aim_key(aim: Indicator) -> &'static str {
    if aim == Indicator::InWork { "years_in_work" } else { indicator_name(aim) }
}

/// The words for an aim, in the unit that a comparison counts.
fn aim_label(aim: Indicator) -> Phrase {
    Phrase::new(format!("aim.{}", aim_key(aim)))
}

/// How the options stand given the assumptions.
fn options(findings: &ComparisonFindings, decision: &DecisionFinding) -> Table {
    let rows = decision.options.iter().enumerate().map(|(at, option)| {
        let chance = option.chance_of_best;
        let cells = vec![
            money(option.net_benefit, Unit::GainInThousands),
            Value::Figure { value: chance.value, error: chance.standard_error, unit: Unit::Chance },
            money(option.opportunity_loss, Unit::MoneyInThousands),
        ];
        let key = at.checked_sub(1).and_then(|at| findings.programmes.get(at)).map(|programme| programme.name.as_str());
        Row::new(key.unwrap_or("nothing"), row_label(findings, at), cells)
    });
    Table {
        key: "options",
        title: Phrase::new("title.options")
            .with("who", Phrase::new(format!("who.{}", perspective_key(decision.perspective))))
            .with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.option"),
        columns: ["expected", "chance_of_best", "opportunity_loss"].into_iter().map(Column::figures).collect(),
        rows: rows.collect(),
        notes: vec![
            Phrase::new("note.options")
                .with("evpi", money(decision.perfect_information, Unit::Money))
                .with("luck", Value::exact(decision.luck_share, Unit::Share)),
        ],
    }
}

/// What a perspective pays for an aim, step by step along the frontier.
fn frontier(findings: &ComparisonFindings, of: &FrontierFinding) -> Table {
    let nothing = (Value::exact(0.0, Unit::MoneyInThousands), Value::exact(0.0, Unit::Change));
    let aim = AIMS.iter().position(|(aim, _)| *aim == of.aim).unwrap_or_default();
    let figures = of.programmes.iter().zip(&findings.programmes).map(|(of_frontier, programme)| {
        let cost_error = programme.net_present_value[of.perspective as usize].standard_error;
        let effect_error = programme.aims[aim].standard_error;
        let cost = Value::Figure { value: of_frontier.cost, error: cost_error, unit: Unit::MoneyInThousands };
        (cost, Value::Figure { value: of_frontier.effect, error: effect_error, unit: Unit::Change })
    });
    let standings = std::iter::once(&of.frontier.nothing).chain(&of.frontier.programmes);
    let rows =
        std::iter::once(nothing).chain(figures).zip(standings).enumerate().map(|(at, ((cost, effect), stands))| {
            let ratio = match stands {
                // Three digits are more than its Monte Carlo error supports in any but the longest run.
                Standing::Frontier { step: Some(step) } => {
                    Value::Figure { value: step.ratio, error: step.ratio.abs() / 20.0, unit: Unit::Money }
                }
                _ => Value::None,
            };
            let key =
                at.checked_sub(1).and_then(|at| findings.programmes.get(at)).map(|programme| programme.name.as_str());
            let cells = vec![cost, effect, ratio, standing(findings, stands)];
            Row::new(format!("{}.{}", aim_key(of.aim), key.unwrap_or("nothing")), row_label(findings, at), cells)
        });
    Table {
        key: "frontier",
        title: Phrase::new("title.frontier")
            .with("who", Phrase::new(format!("who.{}", perspective_key(of.perspective))))
            .with("aim", aim_label(of.aim))
            .with("price_year", price_year(findings)),
        rows_heading: Phrase::new("rows.option"),
        columns: vec![
            Column::figures("net_cost"),
            Column::figures("effect"),
            Column::figures("step_ratio"),
            Column::words("standing"),
        ],
        rows: rows.collect(),
        notes: vec![Phrase::new("note.frontier")],
    }
}

/// Where an option stands, in words.
fn standing(findings: &ComparisonFindings, standing: &Standing) -> Value {
    match standing {
        Standing::Frontier { .. } => Phrase::new("comparison.on_the_frontier").into(),
        Standing::Dominated { by } => Phrase::new("comparison.dominated").with("by", choice(findings, *by)).into(),
        Standing::ExtendedlyDominated { between: (one, other) } => Phrase::new("comparison.extendedly_dominated")
            .with("one", choice(findings, *one))
            .with("other", choice(findings, *other))
            .into(),
        Standing::Same { like } => Phrase::new("comparison.same").with("like", choice(findings, *like)).into(),
    }
}

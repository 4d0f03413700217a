//! What the law lets happen: which work stands beside which benefit, and from which status a cause can strike.

use crate::domain::benefit::Family;
use crate::domain::transition::{Cause, Origin};
use crate::domain::work::Form;
use crate::rules::wage_subsidy::WageSubsidyRules;

/// Whether a form of work can stand beside (or, for an ordinary job, replace) a family's benefit.
pub fn fits(form: Form, family: Family) -> bool {
    match form {
        Form::SmallJob | Form::WageHours => family != Family::FlexSubsidy,
        Form::OrdinaryJob => family != Family::FlexSubsidy && !is_pension(family),
        Form::FlexJob => family == Family::FlexWaitingBenefit,
        Form::SubsidisedJob | Form::PensionSubsidisedJob => WageSubsidyRules::allows(form, family),
        Form::Internship => family != Family::FlexSubsidy,
    }
}

fn is_pension(family: Family) -> bool {
    matches!(family, Family::DisabilityPension | Family::SeniorPension)
}

/// Whether the law, and the model, know the transition.
pub fn legal(from: Origin, cause: Cause) -> bool {
    let flex = |family| matches!(family, Family::FlexWaitingBenefit | Family::FlexSubsidy);
    let family_is = |known: &dyn Fn(Family) -> bool| from.family().is_some_and(known);
    match cause {
        Cause::Death | Cause::Moving => true,
        Cause::DisabilityPension => family_is(&|family| !is_pension(family)),
        Cause::FlexApproval => family_is(&|family| !is_pension(family) && !flex(family)),
        Cause::OrdinaryJob | Cause::FlexJob | Cause::WageHours | Cause::SmallJob => {
            from.family().zip(cause.work()).is_some_and(|(family, form)| fits(form, family))
        }
        // Who is ill on another benefit keeps it.
        Cause::SicknessBenefit => matches!(from, Origin::SelfSupporting | Origin::UnemploymentBenefit),
        Cause::JobClarification => from == Origin::SicknessBenefit,
        Cause::ResourceProgramme => {
            family_is(&|family| !is_pension(family) && !flex(family) && family != Family::ResourceBenefit)
        }
        Cause::CashBenefit => family_is(&Family::is_temporary),
    }
}

/// The origins from which the law knows a cause, for a remedy.
pub fn legal_origins(cause: Cause) -> String {
    let known = Origin::ALL.into_iter().filter(|from| legal(*from, cause));
    let names: Vec<&str> = known.map(|from| from.family().map_or("self_supporting", Family::key)).collect();
    format!("only from {}", names.join(", "))
}

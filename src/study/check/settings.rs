//! Do the settings beside the people make sense: guarantee and needs, variants, budget year, reforms?

use crate::domain::municipality::Municipality;
use crate::domain::reform::Reform;
use crate::domain::services::Situation;
use crate::rules::society::net_tax_factor;
use crate::study::check::{Check, GROWTH, SHARE};
use crate::study::variants::Variant;

impl Check<'_> {
    /// Budget guarantee and equalisation of needs.
    pub(crate) fn settlement(&mut self, municipality: &Municipality) {
        if let Some(guarantee) = &municipality.budget_guarantee {
            self.quantity("municipality.budget_guarantee.population_share", &guarantee.population_share, SHARE);
        }
        let need = &municipality.need_equalisation;
        let at = |key: &str| format!("municipality.need_equalisation.{key}");
        self.quantity(&at("kr_per_person_year"), &need.kr_per_person_year, (0.0, 1e6));
        self.quantity(&at("share"), &need.share, SHARE);
        let mut seen = Vec::new();
        for form in &need.employed {
            let wrong = format!("`{}` stands twice", form.key());
            self.require(!seen.contains(form), at("employed"), &wrong, "name each form once");
            seen.push(*form);
        }
    }

    fn variant(&mut self, variant: &Variant) {
        let study = self.study;
        let path = format!("variants[{}]", variant.name);
        if let Some(prices) = &variant.prices {
            for (key, growth) in [("wage_growth", &prices.wage_growth), ("price_growth", &prices.price_growth)] {
                if let Some(growth) = growth {
                    self.quantity(&format!("{path}.prices.{key}"), growth, GROWTH);
                }
            }
        }
        self.reforms(&path, &variant.reforms);
        let changes = study.variant(variant) != study.base_case();
        let remedy = "give it `law`, `reforms` or `prices` that differ from the study's, or leave it out";
        self.require(changes, &path, "the variant changes nothing", remedy);
    }

    /// Reforms say why.
    pub(crate) fn reforms(&mut self, list: &str, reforms: &[Reform]) {
        for reform in reforms {
            let because = !reform.because.trim().is_empty();
            let path = format!("{list}.reforms[{}].because", reform.parameter);
            self.require(because, path, "the reason is empty", "say why the law changes");
        }
    }

    /// Variants have names of their own, and each changes something.
    pub(crate) fn variants(&mut self) {
        let variants = &self.study.variants;
        self.names("variants", variants.iter().map(|variant| variant.name.clone()).collect());
        for variant in variants {
            self.variant(variant);
        }
    }

    /// Market prices need the factor, other services make sense, and time is worth something.
    pub(crate) fn beside(&mut self) {
        let study = self.study;
        if study.economy.market_prices
            && let Err(error) = net_tax_factor(study.time.start)
        {
            let remedy = "leave `market_prices` out: society is then stated in factor prices";
            self.report("economy.market_prices", error.to_string(), remedy);
        }
        self.quantity("economy.own_time_hourly", &study.economy.own_time_hourly, (0.0, 5000.0));
        self.names("other_services", study.other_services.iter().map(|service| service.name.clone()).collect());
        for service in &study.other_services {
            let path = format!("other_services[{}]", service.name);
            self.quantity(&format!("{path}.amount_per_month"), &service.amount_per_month, (0.0, 1e6));
            let told = service.family.is_none() || service.situation != Situation::SelfSupporting;
            let remedy = "leave `family` out, or write while = \"in_work\" or \"without_work\"";
            self.require(told, format!("{path}.family"), "the self-supporting are on no family", remedy);
        }
    }

    /// The budget year is one of the study's.
    pub(crate) fn budget_year(&mut self) {
        let time = &self.study.time;
        if let Some(year) = self.study.budget.year {
            let last = time.start.plus(time.years.clamp(1, 100) as i32 * 12 - 1).year();
            self.number("budget.year", f64::from(year), (f64::from(time.start.year()), f64::from(last)));
        }
    }
}

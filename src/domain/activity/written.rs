//! Counts by month as they are written: in little room.

use serde::{Deserialize, Serialize};

use crate::domain::activity::{Activity, Indicator};

/// Counts as they are written: of each month what it has more than the one before, which is little, and no month of an
/// indicator that counts nothing. Shape `[indicator][month]`.
#[derive(Serialize, Deserialize)]
pub(super) struct Written {
    months: usize,
    steps: Vec<Vec<i64>>,
}

impl From<Activity> for Written {
    fn from(activity: Activity) -> Written {
        let Activity { months, counts } = activity;
        let steps = |counts: &[i64]| -> Vec<i64> {
            let before = std::iter::once(&0).chain(counts);
            counts.iter().zip(before).map(|(count, before)| count - before).collect()
        };
        let of = |counts: &[i64]| if counts.iter().any(|count| *count != 0) { steps(counts) } else { Vec::new() };
        Written { months, steps: counts.chunks(months.max(1)).map(of).collect() }
    }
}

/// The most months that counts are read of: a study has no more.
const MOST_MONTHS: usize = 12 * 100;

impl TryFrom<Written> for Activity {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Activity, &'static str> {
        let whole = |steps: &Vec<i64>| steps.is_empty() || steps.len() == written.months;
        let right = written.steps.len() == Indicator::COUNT && written.steps.iter().all(whole);
        if !right || !(1..=MOST_MONTHS).contains(&written.months) {
            return Err("counts are not those of the months of a study");
        }
        let mut activity = Activity::new(written.months);
        for (counts, steps) in activity.counts.chunks_mut(written.months).zip(written.steps) {
            let mut count = 0;
            for (own, step) in counts.iter_mut().zip(steps) {
                count += step;
                *own = count;
            }
        }
        Ok(activity)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::activity::{Activity, Indicator};

    #[test]
    fn counts_come_out_as_they_were_written() {
        let mut activity = Activity::new(4);
        (1..3).for_each(|month| activity.count(month, Indicator::InWork, 70));
        activity.count(3, Indicator::InWork, -2);
        activity.count(0, Indicator::LostEnquiries, 1);
        let written = serde_json::to_value(&activity).expect("numbers");
        assert_eq!(written["steps"][Indicator::InWork as usize], serde_json::json!([0, 70, 0, -72]));
        assert_eq!(written["steps"][Indicator::People as usize], serde_json::json!([]));
        assert_eq!(serde_json::from_value::<Activity>(written).expect("counts"), activity);
    }
}

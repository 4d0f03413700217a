//! Everything about a study in one value: the run, what drives it, what better knowledge is worth.

use crate::report::decisions::Dossier;
use crate::study::error::Error;
use crate::study::run::Runner;

impl Runner<'_> {
    /// Runs the study and its analyses, one after the other; the progress counts them together.
    ///
    /// Where it is cancelled, the findings are those of the stages that were done, and of the draws of a run that was not.
    ///
    /// # Errors
    /// As [`Runner::run`], [`Runner::sensitivity`] and [`Runner::value_of_information`].
    pub fn dossier(&self) -> Result<Dossier, Error> {
        let run = self.run()?;
        let sensitivity = done(self.sensitivity())?;
        let information = done(self.value_of_information())?;
        Ok(Dossier { run, sensitivity, information })
    }
}

/// A stage that was done; `None` where it was cancelled.
fn done<T>(stage: Result<T, Error>) -> Result<Option<T>, Error> {
    match stage {
        Ok(found) => Ok(Some(found)),
        Err(Error::Cancelled) => Ok(None),
        Err(error) => Err(error),
    }
}

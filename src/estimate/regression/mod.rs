//! Regression of a noisy outcome on one to four assumptions: the expectation given what could be learned.

pub mod conditional;
pub mod gaussian_process;
pub mod penalised;
pub mod residuals;
pub mod scores;
pub mod simplex;
pub mod spline;

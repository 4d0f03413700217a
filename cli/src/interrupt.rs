//! Ctrl-C: the first stops the run after the draws on their way, so that there are figures; the second stops at once.

use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a run that was cancelled.
pub const CODE: u8 = 3;

static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C from now on, and gives what it sets.
///
/// Where the system gives no signals, Ctrl-C ends the program as it does any other.
pub fn listened() -> &'static AtomicBool {
    let _ = ctrlc::try_set_handler(|| {
        if CANCELLED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(CODE));
        }
        eprintln!("\nstopping after the draws on their way; Ctrl-C again stops at once");
    });
    &CANCELLED
}

/// Whether Ctrl-C was pressed.
pub fn pressed() -> bool {
    CANCELLED.load(Ordering::Relaxed)
}

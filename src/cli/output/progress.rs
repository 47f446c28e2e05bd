//! A bar for what takes longer than a second, when somebody watches.

use std::{
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows a progress bar on stderr once the work takes longer than a second.
pub struct ProgressOutput {
    bar: ProgressBar,
    /// Dropped with the bar, which ends the wait for its second.
    _done: Sender<()>,
}

impl ProgressOutput {
    /// Makes a progress display for work of unknown length.
    pub fn new() -> Self {
        Self::with_template(None, "{spinner} {elapsed} {wide_msg}")
    }

    /// Of so many steps.
    pub fn with_steps(steps: usize) -> Self {
        Self::with_template(Some(steps as u64), "{bar:30} {pos}/{len} {elapsed} {wide_msg}")
    }

    fn with_template(steps: Option<u64>, template: &str) -> Self {
        let bar = ProgressBar::with_draw_target(steps, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.expect("the template is a constant"));
        let (done, ended) = channel();
        let shown = bar.clone();
        std::thread::spawn(move || {
            if ended.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                // indicatif itself draws nothing when stderr is no terminal.
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Self { bar, _done: done }
    }

    /// One step more is done.
    pub fn finish_step(&mut self, what: &str) {
        self.set_message(what);
        self.bar.inc(1);
    }

    /// Shows what is being done, and logs it.
    pub fn set_message(&mut self, what: &str) {
        tracing::info!("{what}");
        self.bar.set_message(what.to_owned());
    }
}

impl Drop for ProgressOutput {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

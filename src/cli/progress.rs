//! A bar for what takes longer than a second, when somebody watches.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

pub struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    pub fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}");
        bar.set_style(style.expect("the template is a constant"));
        // Hidden until something has taken a second; indicatif itself draws nothing when stderr is no terminal.
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        Self {
            bar,
            started: Instant::now(),
        }
    }

    pub fn tell(&mut self, what: &str) {
        tracing::info!("{what}");
        if self.bar.is_hidden() && self.started.elapsed() > Duration::from_secs(1) {
            self.bar
                .set_draw_target(indicatif::ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(100));
        }
        self.bar.set_message(what.to_owned());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

//! Empties the outbox: one delivery after the other, each noted before and after.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use jiff::{ToSpan, civil::DateTime, tz::Offset};

use super::{
    super::DeliveryError,
    channel::{ChannelSender, OutgoingMessage, SendOutcome},
    recipients::is_named,
};
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    ingest::fetch::FetchEnvironment,
    state::{
        StateDatabase,
        delivery::{AttemptOutcome, DeliveryRecord},
        machine::OfficeDuty,
    },
};

/// Minutes until the next attempt, after each one that failed; then it is a dead letter. Greylisting lets in after five to fifteen.
const WAITS: [i64; 9] = [1, 5, 15, 30, 60, 120, 240, 240, 240];

/// For how long it is known which runs there were.
const RUNS_DAYS: i64 = 400;

/// Sends the deliveries that are due, and writes down how each attempt ended.
pub struct Outbox<'a> {
    pub state: &'a StateDatabase,
    settings: &'a ProgramSettings,
    channels: ChannelSender,
    /// Who this is, among all processes at the same outbox.
    owner: String,
    clock: &'a dyn Fn() -> DateTime,
    pause: &'a dyn Fn(Duration),
    /// The report whose messages wait.
    held: Option<&'static str>,
    /// What is noted where a process died in the act, for the office to read.
    abandoned: String,
    unknown: String,
    shut_out: String,
}

/// What became of the deliveries that were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SendSummary {
    pub sent: usize,
    pub again: usize,
    pub dead: usize,
    pub uncertain: usize,
}

impl<'a> Outbox<'a> {
    /// Makes the outbox of one process. Fails where a channel of the settings cannot be set up.
    pub fn new(
        catalog: &Catalog,
        settings: &'a ProgramSettings,
        outside: &FetchEnvironment,
        state: &'a StateDatabase,
        clock: &'a dyn Fn() -> DateTime,
    ) -> Result<Self, DeliveryError> {
        Ok(Self {
            state,
            settings,
            channels: ChannelSender::new(
                settings,
                outside,
                catalog.phrases.phrase_text("delivery.more"),
            )?,
            owner: make_owner_id(),
            clock,
            pause: &std::thread::sleep,
            held: None,
            abandoned: catalog.phrases.format_phrase("delivery.abandoned", &[]),
            unknown: catalog.phrases.format_phrase("delivery.unknown", &[]),
            shut_out: catalog.phrases.format_phrase("delivery.shut_out", &[]),
        })
    }

    /// Waits by another clock than the machine's where what it sent cannot be noted at once.
    pub fn pause_by(self, pause: &'a dyn Fn(Duration)) -> Self {
        Self { pause, ..self }
    }

    /// Lets the messages of a report wait.
    pub fn hold_report(self, held: Option<&'static str>) -> Self {
        Self { held, ..self }
    }

    /// Returns the name under which this process leases deliveries.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Sends all that is due now.
    pub fn send_due(&self) -> Result<SendSummary, DeliveryError> {
        let now = (self.clock)();
        let mut tally = SendSummary {
            uncertain: self.state.settle_abandoned(&self.abandoned, now)?,
            ..SendSummary::default()
        };
        if self.state.has_duty(OfficeDuty::Keeping, now)? {
            let days = i64::from(self.settings.retention.outbox_days.get());
            self.state.forget_parcels(now.saturating_sub(days.days()))?;
            self.state.forget_runs(now.saturating_sub(RUNS_DAYS.days()))?;
        }
        let own = (&*self.owner, self.held, self.settings.mail.is_some());
        while let Some((delivery, parcel)) = self.state.claim_delivery(own, (self.clock)())? {
            let begin = || match self.state.begin_sending(delivery.id, &self.owner, (self.clock)())
            {
                Ok(is_ours) => is_ours,
                Err(error) => {
                    tracing::error!(error = %error, delivery.id, "a delivery cannot be noted, so it is not sent");
                    false
                }
            };
            let seconds = unix_seconds((self.clock)());
            let sending =
                OutgoingMessage { delivery: &delivery, parcel: &parcel, begin: &begin, seconds };
            let came = if self.is_disabled(&delivery)? {
                SendOutcome::Never(self.shut_out.clone())
            } else {
                self.channels.send(&sending)
            };
            let now = (self.clock)();
            let ended = match came {
                SendOutcome::NotOurs => continue,
                SendOutcome::Sent => AttemptOutcome::Sent,
                SendOutcome::Never(problem) => AttemptOutcome::Dead { problem },
                SendOutcome::Unknown(problem) => {
                    AttemptOutcome::Uncertain { problem: format!("{} ({problem})", self.unknown) }
                }
                SendOutcome::Again(problem) => match WAITS.get(delivery.attempts as usize - 1) {
                    Some(minutes) => {
                        AttemptOutcome::Again { problem, at: now.saturating_add(minutes.minutes()) }
                    }
                    None => AttemptOutcome::Dead { problem },
                },
            };
            tally.count_outcome(&ended);
            tracing::info!(delivery.id, channel = delivery.channel.id(), state = ?ended, "a delivery was tried");
            self.record_outcome(delivery.id, &ended, now)?;
        }
        Ok(tally)
    }

    /// Whoever was shut out gets nothing any more, not even what was made for them before.
    fn is_disabled(&self, delivery: &DeliveryRecord) -> Result<bool, DeliveryError> {
        Ok(self.state.is_shut_out(&delivery.address)?
            && !is_named(self.settings, self.state, delivery)?)
    }

    /// What is sent and not noted would be in doubt for ever: a full disk or a busy writer is given some time, a server that begins anew more.
    fn record_outcome(
        &self,
        id: i64,
        ended: &AttemptOutcome,
        now: DateTime,
    ) -> Result<(), DeliveryError> {
        let mut failed = None;
        for (tried, wait) in [0, 1, 5, 20, 60].into_iter().enumerate() {
            (self.pause)(Duration::from_secs(wait));
            match self.state.end_attempt(id, &self.owner, ended, now) {
                Ok(()) => return Ok(()),
                Err(error) => {
                    let is_over = error.is_elsewhere() || (tried >= 2 && !error.is_away());
                    failed = Some(error);
                    if is_over {
                        break;
                    }
                }
            }
        }
        Err(failed.expect("it was tried").into())
    }
}

impl SendSummary {
    fn count_outcome(&mut self, ended: &AttemptOutcome) {
        match ended {
            AttemptOutcome::Sent => self.sent += 1,
            AttemptOutcome::Again { .. } => self.again += 1,
            AttemptOutcome::Dead { .. } => self.dead += 1,
            AttemptOutcome::Uncertain { .. } => self.uncertain += 1,
        }
    }

    /// Adds up two summaries.
    #[must_use]
    pub fn add_summary(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            again: self.again + other.again,
            dead: self.dead + other.dead,
            uncertain: self.uncertain + other.uncertain,
        }
    }

    /// Tells whether nothing was sent, nothing failed and nothing is in doubt.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody should look.
    pub fn has_failed(&self) -> bool {
        self.dead + self.uncertain > 0
    }
}

fn unix_seconds(now: DateTime) -> i64 {
    Offset::constant(7).to_timestamp(now).unwrap_or_default().as_second()
}

/// Two of one process are two.
fn make_owner_id() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("{}-{number}-{:08x}", std::process::id(), fastrand::u32(..))
}

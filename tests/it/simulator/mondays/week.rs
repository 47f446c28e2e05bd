//! What goes wrong in a week, drawn by chance. It is bounded: who is not served for a day cannot be told that day.

use std::{rc::Rc, sync::atomic::Ordering};

use super::{
    POINTS,
    life::{Life, work_once},
};
use crate::simulator::faults::{Fault, Place};

const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// A week as it was drawn, in seconds since its Monday's midnight.
#[derive(Default)]
pub struct Week {
    /// Nobody is served well until then.
    pub outage_until: i64,
    /// The export the report stands on comes then.
    pub data_at: i64,
    /// The report cannot be made for so many attempts.
    pub unmade: u32,
    /// When somebody looks, besides on Monday.
    pub later: Vec<i64>,
}

impl Week {
    pub fn draw(life: &Life) -> Self {
        let mut random = life.random.borrow_mut();
        let mut sometimes = |one_in: u32, hours: i64| {
            let hour = random.i64(..hours * HOUR);
            if random.u32(..one_in) == 0 { 7 * HOUR + hour } else { 0 }
        };
        let (outage_until, data_at) = (sometimes(4, 3), sometimes(5, 4));
        let unmade = u32::from(random.u32(..40) == 0);
        let later = (0..random.u32(..3)).map(|_| DAY + random.i64(..5 * DAY)).collect();
        Self { outage_until, data_at, unmade, later }
    }
}

/// What happens while due work is done once, and where.
pub fn draw_fault(life: &Rc<Life>) -> Option<(Place, Fault)> {
    let mut random = life.random.borrow_mut();
    // The points of webhooks are the last: only who has one passes them.
    let points = if life.has_webhook() { &POINTS[..] } else { &POINTS[..9] };
    let place = Place::draw(&mut random, points, 60);
    let minutes = random.i64(1..40) * MINUTE;
    let wrong = [-3 * DAY, -2 * HOUR, 20 * MINUTE, 2 * HOUR, 40 * HOUR, 10 * DAY, -53 * 365 * DAY];
    let wrong = wrong[random.usize(..wrong.len())];
    let until = life.true_time() + random.i64(MINUTE..2 * HOUR);
    let own = Rc::clone(life);
    let fault = match random.u32(..14) {
        0..=2 => Fault::Kill,
        3 => Fault::DiskFull(random.u32(1..8)),
        // It is held up: by a slow disk, by a machine that sleeps.
        4 => Fault::Meanwhile(Rc::new(move || own.pass(minutes))),
        5 => Fault::Meanwhile(Rc::new(move || work_once(&own, None))),
        6 => Fault::Meanwhile(Rc::new(move || {
            own.pass(minutes);
            work_once(&own, None);
        })),
        7 => Fault::Meanwhile(Rc::new(move || own.set_wrong(wrong, until))),
        _ => return None,
    };
    Some((place, fault))
}

impl Life {
    /// Time goes by.
    pub fn pass(&self, seconds: i64) {
        self.receiver.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn has_webhook(&self) -> bool {
        !self.settings.webhooks.is_empty()
    }

    pub fn true_time(&self) -> i64 {
        self.receiver.clock.load(Ordering::SeqCst)
    }

    pub fn set_true_time(&self, at: i64) {
        self.receiver.clock.fetch_max(at, Ordering::SeqCst);
    }

    /// Now and then a machine starts on Monday with a clock that is wrong, and is set right within two hours.
    pub fn begin_with_wrong_clock(&self) {
        let mut random = self.random.borrow_mut();
        let wrong = [-53 * 365 * DAY, -3 * DAY, 40 * HOUR, 10 * DAY, 200 * DAY];
        let (wrong, minutes) = (wrong[random.usize(..wrong.len())], random.i64(1..120));
        if random.u32(..12) == 0 {
            self.set_wrong(wrong, self.true_time() + minutes * MINUTE);
        }
    }

    fn set_wrong(&self, by: i64, until: i64) {
        self.wrong_by.set(by);
        self.wrong_until.set(until);
        self.told.borrow_mut().add("clock set wrong", 1);
    }

    /// The machine asks a time server now and then.
    pub fn set_clock_right(&self) {
        if self.wrong_by.get() != 0 && self.true_time() >= self.wrong_until.get() {
            self.wrong_by.set(0);
        }
    }
}

//! What happens in a week, drawn by chance, and at least so much: an export every month, a fault every quarter.

use std::rc::Rc;

use motcua::{domain::fault_point::FaultPoint, pipeline::PipelineError, warehouse::WarehouseError};

use super::{exports::HandedExport, life::Life, points};
use crate::simulator::faults::{Fault, Place};

/// Where it dies in most weeks: a build costs more than all the rest, and the next process finds what was archived.
pub const BEFORE_BUILD: (Place, Fault) = (Place::Of(FaultPoint::WarehouseWrite, 1), Fault::Kill);

impl Life {
    pub(super) fn live_week(self: &Rc<Self>) {
        let week = self.week.get();
        if self.draw(12) == 0 {
            self.set_clock();
        }
        // Thirteen times a year something is handed in; a fault is drawn as often, and where none came to pass it dies.
        let has_happened = match week % 4 {
            1 => {
                self.have_export();
                true
            }
            3 if self.draw(3) == 0 => {
                self.have_fault();
                true
            }
            _ if self.draw(24) == 0 => {
                let _ = self.build(self.draw_fault());
                true
            }
            _ => false,
        };
        if week % 13 == 12 {
            if self.faults.get() == 0 {
                let _ = self.build(Some((Place::Of(FaultPoint::BuildLockWrite, 1), Fault::Kill)));
                assert!(self.faults.get() > 0, "a quarter without a fault");
            }
            self.faults.set(0);
        }
        if has_happened {
            self.check();
        }
    }

    fn have_export(self: &Rc<Self>) {
        let week = self.week.get();
        self.tell("exports that came");
        match self.draw(20) {
            0..=5 => self.hand_in(&self.export(week, 0)),
            6 | 7 => self.hand_in(&self.export((week - 3).max(0), 0)),
            8 | 9 => self.hand_in(&self.export((week - 4).max(0), 1)),
            10 | 11 => self.hand_in_again(),
            12..=14 => self.hand_in_damaged(self.export(week, 0)),
            15 | 16 => self.hand_in_foreign(),
            _ => self.drop_into_inbox(&self.export(week, 0)),
        }
    }

    fn have_fault(self: &Rc<Self>) {
        match self.draw(12) {
            0..=2 => self.damage_archive(),
            3..=5 => self.change_content(),
            6..=8 => self.back_up(),
            9 => self.lose_disk(),
            10 => self.erase(),
            _ => drop(self.build(self.draw_fault())),
        }
    }

    fn set_clock(&self) {
        let days = match self.draw(3) {
            0 => 0,
            1 => -self.random.borrow_mut().i32(1..400),
            _ => self.random.borrow_mut().i32(1..200),
        };
        if days != 0 {
            self.tell_fault("clock wrong");
        }
        self.clock.set(days);
    }

    fn export(&self, week: i32, version: u32) -> HandedExport {
        self.register.export(week, version, &mut self.random.borrow_mut())
    }

    /// A fault of any kind at any point, or none.
    pub(super) fn draw_fault(self: &Rc<Self>) -> Option<(Place, Fault)> {
        let place = match self.draw(4) {
            0 => Place::Nth(1 + self.draw(24)),
            again => {
                let points = points();
                let at = self.random.borrow_mut().usize(..points.len());
                Place::Of(points[at], 1 + again / 3)
            }
        };
        let own = Rc::clone(self);
        match self.draw(8) {
            0..=3 => Some((place, Fault::Kill)),
            4 => Some((place, Fault::DiskFull(1 + self.draw(3)))),
            // Another process begins to build: it is told to wait. Where the first only moves what it took in it is told that nothing is new.
            5 | 6 => Some((
                place,
                Fault::Meanwhile(Rc::new(move || {
                    let told = own.build_anew();
                    let is_told = matches!(
                        told,
                        Err(PipelineError::Warehouse(WarehouseError::Locked { .. })) | Ok(None)
                    );
                    assert!(is_told, "two built at once: {told:?}");
                })),
            )),
            _ => None,
        }
    }

    /// In most weeks it dies before it builds; in some there is no fault.
    pub(super) fn draw_fault_of_week(self: &Rc<Self>) -> Option<(Place, Fault)> {
        match self.draw(10) {
            0 => None,
            1..=3 => self.draw_fault().or(Some(BEFORE_BUILD)),
            _ => Some(BEFORE_BUILD),
        }
    }

    pub(super) fn build(&self, fault: Option<(Place, Fault)>) -> Result<bool, PipelineError> {
        let built = self.work(fault, || self.build_anew())?;
        self.check_build(built.as_ref());
        Ok(built.is_some())
    }
}

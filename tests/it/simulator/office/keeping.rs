//! What an office does with what it has: it backs it up, loses it and restores it, mends it, changes its content, erases a dossier.

use std::{fs, rc::Rc};

use motcua::{
    backup::{BackupError, BackupOrder, RestoreOrder, create_backup, restore_backup},
    catalog::{
        settings::ProgramSettings,
        target::{TargetDefinition, office_target},
    },
    domain::fault_point::FaultPoint,
    ingest::archive::Archive,
    pipeline::ErasureOutcome,
};

use super::{damage, life::Life, week::BEFORE_BUILD};
use crate::simulator::faults::{Fault, Place};

const POINTS: [FaultPoint; 5] = [
    FaultPoint::BackupWrite,
    FaultPoint::BackupSync,
    FaultPoint::BackupRename,
    FaultPoint::BackupFolderSync,
    FaultPoint::RestoreRename,
];

impl Life {
    fn draw_fault_of_backup(&self) -> Option<(Place, Fault)> {
        let place = Place::draw(&mut self.random.borrow_mut(), &POINTS, 24);
        match self.draw(5) {
            0..=2 => Some((place, Fault::Kill)),
            3 => Some((place, Fault::DiskFull(1 + self.draw(3)))),
            _ => None,
        }
    }

    /// A backup is there and holds all that was archived, or it is none and the one before is whole.
    pub(super) fn back_up(self: &Rc<Self>) {
        if !self.damaged.borrow().is_empty() || !self.data().exists() {
            return;
        }
        let archived = damage::list_whole(&self.data());
        let (data, folder) = (self.data(), self.path("sao-luu"));
        let made = self.work(self.draw_fault_of_backup(), || {
            let order = BackupOrder {
                catalog: self.catalog(),
                settings: &ProgramSettings::default(),
                data: &data,
                folder: &folder,
                now: self.now(),
            };
            create_backup(&order, &mut |_| Ok(()))
        });
        self.tell("backups");
        // One that died after the manifest had its name is there; restoring tells what it holds.
        match made {
            Ok(made) => {
                assert!(made.manifest.left_out.is_empty(), "{:?}", made.manifest.left_out);
                *self.backed_up.borrow_mut() = Some(archived);
            }
            Err(_) if self.backed_up.borrow().is_none() => {
                // Nobody said that there is a backup.
                let _ = fs::remove_dir_all(folder);
            }
            Err(_) => {}
        }
    }

    /// The disk is lost, all but a copy of what was erased; the newest backup takes its place.
    pub(super) fn lose_disk(self: &Rc<Self>) {
        if self.backed_up.borrow().is_none() {
            return self.back_up();
        }
        let ledger = self.path("da-xoa.json");
        let own = self.data().join("archive").join(Archive::ERASURES);
        let has_ledger = own.exists() && fs::copy(own, &ledger).is_ok();
        fs::remove_dir_all(self.data()).expect("lost");
        self.tell_fault("disks lost");
        let restore = |fault| {
            let (folder, data) = (self.path("sao-luu"), self.data());
            let order = RestoreOrder {
                folder: &folder,
                data: &data,
                by: None,
                erasures: has_ledger.then_some(ledger.as_path()),
            };
            self.work(fault, || restore_backup(&order))
        };
        let fault = match self.draw(2) {
            0 => self.draw_fault_of_backup(),
            _ => Some((Place::Of(FaultPoint::RestoreRename, 1 + self.draw(2)), Fault::Kill)),
        };
        let first = restore(fault);
        assert!(first.is_ok() || !self.data().exists() || damage::is_whole(&self.data()), "half");
        if first.is_err() {
            // Whoever is told that a folder is in the way takes it away, and restores again.
            if let Err(BackupError::NotEmpty { .. }) = restore(None) {
                for name in ["data", "data-office"] {
                    let _ = fs::remove_dir_all(self.path(name));
                }
                restore(None).expect("restored");
            }
        }
        let found = damage::list_whole(&self.data());
        let backed_up = self.backed_up.take().expect("there is one");
        assert!(backed_up.is_subset(&found), "the backup lost something");
        for name in ["data-office", "data-restoring"] {
            let _ = fs::remove_dir_all(self.path(name));
        }
        // What came since is lost with the disk, and what is published is built anew.
        self.kept.borrow_mut().retain(|digest| found.contains(digest));
        self.damaged.borrow_mut().clear();
        self.file.set(None);
        *self.published.borrow_mut() = None;
        *self.backed_up.borrow_mut() = Some(backed_up);
        self.tell("restored from a backup");
    }

    pub(super) fn damage_archive(self: &Rc<Self>) {
        if !self.data().exists() {
            return;
        }
        let damaged = damage::damage_archive(&self.data(), &mut self.random.borrow_mut());
        if let Some(digest) = damaged {
            self.tell_fault("archive damaged");
            self.damaged.borrow_mut().insert(digest);
            // What is published already may stay.
            assert!(!matches!(self.build(None), Ok(true)), "built of what is damaged");
        }
        if self.draw(3) > 0 {
            self.mend();
        }
    }

    /// Somebody hands in again what the program names as damaged.
    pub(super) fn mend(&self) {
        let damaged = std::mem::take(&mut *self.damaged.borrow_mut());
        for digest in damaged {
            let export = self.handed.borrow()[&digest].clone();
            self.take_in(&export, Some(BEFORE_BUILD));
        }
    }

    /// The office sets a target or takes it back; or it lays a metric and a holiday over the content, or takes them away.
    pub(super) fn change_content(self: &Rc<Self>) {
        self.tell("content changed");
        if self.draw(2) == 0 {
            return self.content.set(1 - self.content.get());
        }
        let target = TargetDefinition {
            metric_id: "on_time_rate".into(),
            kind: "floor".into(),
            agency_code: None,
            level: Some("commune".into()),
            value: "80".into(),
            valid_from: jiff::civil::date(2023, 1, 1),
            valid_to: None,
            source: "văn bản của văn phòng".into(),
        };
        let data = self.data();
        fs::create_dir_all(&data).expect("made");
        let is_set = || !office_target::list_targets(&data).expect("whole").is_empty();
        let was_set = is_set();
        let place = Place::Nth(1 + self.draw(4));
        let fault = (self.draw(2) == 0).then_some((place, Fault::Kill));
        let changed = self.work(fault, || {
            if was_set {
                office_target::remove_target(&data, &target)
            } else {
                office_target::add_target(&data, target)
            }
        });
        assert!(changed.is_err() || is_set() != was_set, "it said that it was done");
    }

    /// Somebody asks that a dossier be erased: if that was said, it is; if it died, it is asked again.
    pub(super) fn erase(self: &Rc<Self>) {
        if self.published.borrow().is_none() || !self.damaged.borrow().is_empty() {
            return;
        }
        let code = self.register.code(&mut self.random.borrow_mut());
        let mut fault = self.draw_fault();
        for _ in 0..2 {
            let erase = || self.run(|run| run.erase_dossier(&code, "theo đơn"));
            match self.work(fault.take(), erase) {
                Ok(ErasureOutcome::Erased { build, .. }) => {
                    self.check_build(Some(&build));
                    self.erased.borrow_mut().insert(code);
                    return self.tell("erased");
                }
                Ok(ErasureOutcome::Known) => {
                    self.erased.borrow_mut().insert(code);
                    return;
                }
                Ok(ErasureOutcome::Unknown) => return,
                Err(_) => self.tell("asked again to erase"),
            }
        }
    }
}

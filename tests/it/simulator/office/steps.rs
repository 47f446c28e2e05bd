//! What happens in a week, drawn by chance.

use std::{fs, path::PathBuf, rc::Rc};

use motcua::{
    catalog::target::{TargetDefinition, office_target},
    domain::fault_point::FaultPoint,
    pipeline::{Inbox, IngestOutcome, IngestOverrides, PipelineError, PipelineRun},
    warehouse::WarehouseBuild,
};

use super::{
    damage,
    exports::HandedExport,
    life::{Life, digest},
    points,
};
use crate::simulator::faults::{Fault, Place};

impl Life {
    pub(super) fn live_week(self: &Rc<Self>) {
        let (week, mut random) = (self.week.get(), self.random.borrow_mut().clone());
        self.random.borrow_mut().u64(..);
        let late = (week - random.i32(1..10)).max(0);
        let export =
            |week, version| self.register.export(week, version, &mut self.random.borrow_mut());
        match random.u32(..40) {
            0..=5 => self.hand_in(export(week, 0)),
            6 => self.hand_in(export(late, 0)),
            7 => {
                self.hand_in(export(week, 0));
                self.hand_in(export(week, random.u32(1..4)));
            }
            8 => self.hand_in_again(),
            9 => self.hand_in_damaged(export(week, 0)),
            10 | 11 => self.drop_into_inbox(export(week, 0)),
            12 => self.damage(),
            13 => self.change_content(),
            14 => drop(self.build(self.draw_fault_of_week())),
            15 => self.back_up_and_restore(),
            _ => {}
        }
        // A year has few builds, see the module.
        if week == 26 {
            drop(self.build(self.draw_fault()));
        }
    }

    fn draw_fault(self: &Rc<Self>) -> Option<(Place, Fault)> {
        let mut random = self.random.borrow_mut();
        let place = Place::draw(&mut random, &points(), 24);
        let own = Rc::clone(self);
        Some((
            place,
            match random.u32(..8) {
                0 | 1 => Fault::Kill,
                2 => Fault::DiskFull(random.u32(1..4)),
                // Another process begins to build: it is told to wait.
                3 => Fault::Meanwhile(Rc::new(move || {
                    let told = own.run(|run| run.build());
                    assert!(place_is_before_lock(&told), "two built at once");
                    own.tell("two at once");
                })),
                _ => return None,
            },
        ))
    }

    /// In most weeks it dies when it begins to build.
    fn draw_fault_of_week(self: &Rc<Self>) -> Option<(Place, Fault)> {
        let drawn = self.draw_fault();
        let dies = || Some((Place::Of(FaultPoint::WarehouseWrite, 1), Fault::Kill));
        drawn.or_else(|| if self.random.borrow_mut().u32(..40) > 0 { dies() } else { None })
    }

    fn run<T>(&self, work: impl FnOnce(&mut PipelineRun) -> T) -> T {
        let data = self.data();
        let (catalog, now) = (&self.office.catalog, self.now());
        work(&mut PipelineRun { catalog, data: &data, now, progress: &mut |_| {} })
    }

    pub(super) fn build(
        &self,
        fault: Option<(Place, Fault)>,
    ) -> Result<Option<WarehouseBuild>, PipelineError> {
        let built = self.work(fault, || self.run(|run| run.build()));
        self.note_build(built.as_ref().ok().and_then(Option::as_ref));
        built
    }

    fn write(&self, export: &HandedExport) -> PathBuf {
        self.handed.borrow_mut().insert(digest_of_content(export), export.clone());
        self.office.file(&export.name, &export.bytes)
    }

    fn hand_in(self: &Rc<Self>, export: HandedExport) {
        self.tell("exports handed in");
        let fault = self.draw_fault_of_week();
        self.take_in(&export, fault);
    }

    fn take_in(&self, export: &HandedExport, fault: Option<(Place, Fault)>) {
        let path = self.write(export);
        let said = IngestOverrides { office: Some("184".into()), ..IngestOverrides::default() };
        let mut outcome = None;
        let done = self.work(fault, || {
            let (mut taken, build) = self.run(|run| run.ingest(&[path], &said))?;
            outcome = taken.pop().map(|(_, taken)| taken);
            Ok(build)
        });
        self.note_build(done.as_ref().ok().and_then(Option::as_ref));
        let digest = digest_of_content(export);
        match outcome {
            Some(Ok(outcome)) => {
                if matches!(outcome, IngestOutcome::Restored(_)) {
                    self.tell("restored by the same export");
                }
                self.kept.borrow_mut().insert(digest);
            }
            Some(Err(error)) => crate::simulator::hints::assert_hint(&error),
            None => {}
        }
    }

    /// The same file again: nothing of it is counted twice.
    fn hand_in_again(self: &Rc<Self>) {
        let known: Vec<HandedExport> = self.handed.borrow().values().cloned().collect();
        if !known.is_empty() {
            self.tell("handed in again");
            let at = self.random.borrow_mut().usize(..known.len());
            self.hand_in(known[at].clone());
        }
    }

    /// A packed file that was damaged on the way: it is refused, or the damage is of nothing that is read.
    fn hand_in_damaged(self: &Rc<Self>, mut export: HandedExport) {
        if export.name.ends_with(".gz") {
            damage::flip_byte(&mut export.bytes, &mut self.random.borrow_mut());
            self.tell("damaged on the way");
            self.hand_in(export);
        }
    }

    fn drop_into_inbox(self: &Rc<Self>, export: HandedExport) {
        self.tell("dropped into the inbox");
        let digest = digest_of_content(&export);
        self.handed.borrow_mut().insert(digest.clone(), export.clone());
        let place = self.inbox.folder.join(&export.name);
        fs::write(&place, &export.bytes).expect("dropped");
        let data = self.data();
        let mut inbox = Inbox::new(&self.office.catalog, &data, &self.inbox, Some("184".into()));
        inbox.ingest_settled(self.now()).expect("seen for the first time");
        let fault = self.draw_fault_of_week();
        let done = self.work(fault, || inbox.ingest_settled(self.now()));
        let of_day = |folder: &str| {
            let folder = self.inbox.folder.join(folder).join(self.now().date().to_string());
            folder.join(&export.name).exists()
        };
        let (is_left, is_done, is_failed) = (place.exists(), of_day("done"), of_day("failed"));
        assert!(is_left || is_done || is_failed, "{} is nowhere", export.name);
        assert!(!(is_failed && done.is_ok()), "{} was refused", export.name);
        if is_done {
            self.kept.borrow_mut().insert(digest);
        }
        // What is left lies there for the next process; here it is taken in by hand.
        if is_left {
            fs::remove_file(place).expect("taken out");
            self.take_in(&export, None);
        }
    }

    fn damage(&self) {
        let damaged = damage::damage_archive(&self.data(), &mut self.random.borrow_mut());
        if let Some(digest) = damaged {
            self.tell("archive damaged");
            self.damaged.borrow_mut().insert(digest);
        }
        if self.random.borrow_mut().u32(..3) > 0 {
            self.mend();
        }
    }

    /// Somebody hands in again what the program names as damaged.
    pub(super) fn mend(&self) {
        let damaged: Vec<String> =
            std::mem::take(&mut *self.damaged.borrow_mut()).into_iter().collect();
        for digest in damaged {
            let export = self.handed.borrow()[&digest].clone();
            self.take_in(&export, Some((Place::Of(FaultPoint::WarehouseWrite, 1), Fault::Kill)));
        }
    }

    /// The office sets a target, or takes it back.
    fn change_content(self: &Rc<Self>) {
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
        let (fault, data) = (self.draw_fault(), self.data());
        fs::create_dir_all(&data).expect("made");
        let is_set = !office_target::list_targets(&data).expect("read").is_empty();
        let changed = self.work(fault, || {
            let changed = if is_set {
                office_target::remove_target(&data, &target)
            } else {
                office_target::add_target(&data, target)
            };
            changed.map_err(PipelineError::from)
        });
        let is_set_now = !office_target::list_targets(&data).expect("whole").is_empty();
        assert!(changed.is_err() || is_set_now != is_set, "it said that it was done");
        self.tell("content changed");
    }

    /// Everything is copied while nobody works, the disk is lost, the copy is put in its place.
    fn back_up_and_restore(&self) {
        let (data, copy) = (self.data(), self.office.folder().join("copy"));
        if !data.join("archive").exists() {
            return;
        }
        self.tell("restored from a copy");
        let _ = fs::remove_dir_all(&copy);
        copy_folder(&data.join("archive"), &copy);
        fs::remove_dir_all(data.join("archive")).expect("lost");
        copy_folder(&copy, &data.join("archive"));
    }
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("listed"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

/// The program names an export by the digest of what was packed.
fn digest_of_content(export: &HandedExport) -> String {
    use std::io::Read as _;
    let mut unpacked = Vec::new();
    if export.name.ends_with(".gz")
        && flate2::read::GzDecoder::new(&export.bytes[..]).read_to_end(&mut unpacked).is_ok()
    {
        return digest(&unpacked);
    }
    digest(&export.bytes)
}

fn place_is_before_lock(told: &Result<Option<WarehouseBuild>, PipelineError>) -> bool {
    use motcua::warehouse::WarehouseError;
    matches!(told, Err(PipelineError::Warehouse(WarehouseError::Locked { .. })))
}

//! Exports on their way in: by hand or through the inbox, whole or damaged, once or again.

use std::{fs, io::Read as _, path::PathBuf, rc::Rc};

use motcua::{
    domain::{fault_point::FaultPoint, hex::encode_hex},
    pipeline::{Inbox, IngestOutcome, IngestOverrides},
};
use sha2::{Digest, Sha256};

use super::{
    damage,
    exports::{HandedExport, is_packed},
    life::Life,
};
use crate::simulator::{
    faults::{Fault, Place},
    hints::assert_hint,
};

/// The commune's office works for this district.
const OFFICE: &str = "184";

/// What people hand in by mistake.
const FOREIGN: [(&str, &[u8]); 3] = [
    ("trong.csv", b""),
    ("thu.csv", b"Xin chao cac dong chi\n"),
    ("anh.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
];

impl Life {
    fn write(&self, export: &HandedExport) -> PathBuf {
        self.handed.borrow_mut().insert(digest_of_content(export), export.clone());
        let path = self.path(&export.name);
        fs::write(&path, &export.bytes).expect("written");
        path
    }

    pub(super) fn hand_in(self: &Rc<Self>, export: &HandedExport) {
        self.take_in(export, self.draw_fault_of_week());
    }

    pub(super) fn take_in(&self, export: &HandedExport, fault: Option<(Place, Fault)>) {
        let path = self.write(export);
        let is_before_build =
            matches!(fault, Some((Place::Of(FaultPoint::WarehouseWrite, 1), Fault::Kill)));
        match self.ingest(path, fault) {
            Some(outcome) => {
                if matches!(outcome, IngestOutcome::Restored(_)) {
                    self.tell("restored by the same export");
                }
                self.kept.borrow_mut().insert(digest_of_content(export));
            }
            // It died when it began to build: what is whole is archived by then.
            None if is_before_build && self.happened.get() && export.is_whole => {
                self.tell("archived by a process that died");
                self.kept.borrow_mut().insert(digest_of_content(export));
            }
            None => self.tell("not taken in yet"),
        }
    }

    /// What became of a file, where the process lived to tell it.
    fn ingest(&self, path: PathBuf, fault: Option<(Place, Fault)>) -> Option<IngestOutcome> {
        let said = IngestOverrides { office: Some(OFFICE.into()), ..IngestOverrides::default() };
        let done = self.work(fault, || self.run(|run| run.ingest(&[path], &said)));
        let (mut taken, build) = done.ok()?;
        self.check_build(build.as_ref());
        match taken.pop().expect("one file").1 {
            Ok(outcome) => Some(outcome),
            Err(error) => {
                assert_hint(&error);
                None
            }
        }
    }

    /// The same file again: nothing of it is counted twice.
    pub(super) fn hand_in_again(self: &Rc<Self>) {
        let known: Vec<HandedExport> = self.handed.borrow().values().cloned().collect();
        if !known.is_empty() {
            self.tell("handed in again");
            let at = self.random.borrow_mut().usize(..known.len());
            self.hand_in(&known[at]);
        }
    }

    /// A packed file that was damaged on the way: it is refused, or the damage is of nothing that is read.
    pub(super) fn hand_in_damaged(self: &Rc<Self>, export: HandedExport) {
        let mut export = export.packed();
        export.is_whole = false;
        damage::flip_byte(&mut export.bytes, &mut self.random.borrow_mut());
        self.tell_fault("damaged on the way");
        self.hand_in(&export);
    }

    pub(super) fn hand_in_foreign(self: &Rc<Self>) {
        let (name, bytes) = FOREIGN[self.random.borrow_mut().usize(..FOREIGN.len())];
        let path = self.path(name);
        fs::write(&path, bytes).expect("written");
        let taken = self.ingest(path, self.draw_fault_of_week());
        assert!(taken.is_none(), "{name} was taken in: {taken:?}");
        self.tell_fault("no export");
    }

    pub(super) fn drop_into_inbox(self: &Rc<Self>, export: &HandedExport) {
        self.tell("dropped into the inbox");
        let digest = digest_of_content(export);
        self.handed.borrow_mut().insert(digest.clone(), export.clone());
        let place = self.inbox.folder.join(&export.name);
        fs::write(&place, &export.bytes).expect("dropped");
        let data = self.data();
        let mut inbox = Inbox::new(self.catalog(), &data, &self.inbox, Some(OFFICE.into()));
        inbox.ingest_settled(self.now()).expect("seen for the first time");
        let at_last = [FaultPoint::InboxReport, FaultPoint::InboxMove];
        let fault = match self.draw(8) {
            at @ 0..=1 => Some((Place::Of(at_last[at as usize], 1), Fault::Kill)),
            _ => self.draw_fault_of_week(),
        };
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
            self.take_in(export, Some(super::week::BEFORE_BUILD));
        }
    }
}

/// The program names an export by the digest of what was packed.
fn digest_of_content(export: &HandedExport) -> String {
    let mut unpacked = Vec::new();
    let is_read = is_packed(&export.name)
        && flate2::read::GzDecoder::new(&export.bytes[..]).read_to_end(&mut unpacked).is_ok();
    let bytes = if is_read { &unpacked } else { &export.bytes };
    encode_hex(&Sha256::digest(bytes))
}

//! One office for a year: what it was handed, what it must have, what it published last.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::MetadataExt,
    path::Path,
    rc::Rc,
    sync::Arc,
};

use fastrand::Rng;
use jiff::{
    ToSpan,
    civil::{DateTime, date},
};
use motcua::{
    catalog::{Catalog, settings::InboxSettings},
    domain::source::Source,
    ingest::archive::Archive,
    pipeline::PipelineError,
    warehouse::{WarehouseBuild, query::Warehouse},
};
use sha2::{Digest, Sha256};

use super::{
    damage,
    exports::{HandedExport, Register},
    recount::{self, Numbers},
};
use crate::{
    simulator::{
        faults::{Coverage, Fault, Place, work_with},
        hints::assert_hint,
        lives::Tally,
    },
    support::office::Office,
};

/// Metrics that are built and counted again: a rate of what ended, a count of what came.
const METRICS: [&str; 2] = ["on_time_rate", "update_count"];

pub struct Life {
    pub random: RefCell<Rng>,
    pub office: Office,
    pub inbox: InboxSettings,
    pub register: Register,
    pub told: RefCell<Tally>,
    pub week: Cell<i32>,
    /// What was ever handed in, by its digest.
    pub handed: RefCell<BTreeMap<String, HandedExport>>,
    /// What the program said it has: it must never be missing.
    pub kept: RefCell<BTreeSet<String>>,
    /// Digests of exports whose archived files were damaged.
    pub damaged: RefCell<BTreeSet<String>>,
    /// The version published last, and the numbers it must show.
    pub published: RefCell<Option<(String, Numbers)>>,
    /// The file that was published when it was looked at last.
    file: Cell<Option<u64>>,
    coverage: Arc<Coverage>,
    _folder: tempfile::TempDir,
}

impl Life {
    pub fn begin(seed: u64, coverage: &Arc<Coverage>) -> Rc<Self> {
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        let mut office = Office::in_folder(folder.path());
        reduce(&mut office.catalog);
        let mut random = Rng::with_seed(seed);
        let register = Register::draw(&mut random);
        let inbox = InboxSettings { folder: folder.path().join("hop-thu"), keep_days: 30 };
        fs::create_dir_all(&inbox.folder).expect("made");
        Rc::new(Self {
            random: RefCell::new(random),
            office,
            inbox,
            register,
            told: RefCell::default(),
            week: Cell::default(),
            handed: RefCell::default(),
            kept: RefCell::default(),
            damaged: RefCell::default(),
            published: RefCell::default(),
            file: Cell::default(),
            coverage: Arc::clone(coverage),
            _folder: folder,
        })
    }

    /// Saturday of the week, at eight.
    pub fn now(&self) -> DateTime {
        (date(2023, 1, 7) + (7 * self.week.get()).days()).at(8, 0, 0, 0)
    }

    pub fn data(&self) -> std::path::PathBuf {
        self.office.data()
    }

    pub fn tell(&self, name: &'static str) {
        self.told.borrow_mut().add(name, 1);
    }

    /// All its weeks, then a clerk who mends what can be mended, and a last build.
    pub fn live(self: &Rc<Self>) -> Tally {
        for week in 0..52 {
            self.week.set(week);
            self.live_week();
            self.check();
        }
        self.mend();
        let built = self.build(None);
        let is_new = built.expect("it can be built").is_some();
        self.check();
        self.tell("years");
        let published = self.published.borrow();
        if let Some((_, numbers)) =
            published.as_ref().filter(|_| is_new || !self.kept.borrow().is_empty())
        {
            assert_eq!(*numbers, recount::count(&self.sources(), &self.handed.borrow()), "at last");
            assert_eq!(recount::read_published(&self.office), *numbers, "at last");
            self.tell("recounts that agree");
        }
        self.told.borrow().clone()
    }

    /// Works under a fault; what it was told is a sentence with a hint.
    pub fn work<T>(
        &self,
        fault: Option<(Place, Fault)>,
        work: impl FnOnce() -> Result<T, PipelineError>,
    ) -> Result<T, PipelineError> {
        let began = std::time::Instant::now();
        let name = fault.as_ref().map(|(_, fault)| match fault {
            Fault::Kill => "killed",
            Fault::DiskFull(_) => "disk full",
            Fault::Meanwhile(_) => "held up or overtaken",
        });
        let worked = work_with(fault, &self.coverage, work);
        if let (Some(name), true) = (name, worked.has_happened) {
            self.tell(name);
        }
        self.told
            .borrow_mut()
            .add("ms of work", u64::try_from(began.elapsed().as_millis()).unwrap_or(0));
        if let Err(error) = &worked.done {
            assert_hint(error);
        }
        worked.done
    }

    pub fn sources(&self) -> Vec<Source> {
        let archive = Archive::open_in(&self.data()).expect("an archive");
        archive.list_contents().expect("it opens").sources
    }

    /// Notes what a build must show, by what is archived now.
    pub fn note_build(&self, build: Option<&WarehouseBuild>) {
        let Some(build) = build else { return };
        self.tell("builds");
        for source in &build.sources {
            let staged = source.staged;
            let sum = staged.kept + staged.layout + staged.rejected;
            assert_eq!(source.rows_read, sum, "rows lost of {}", source.id);
        }
        let numbers = recount::count(&self.sources(), &self.handed.borrow());
        *self.published.borrow_mut() = Some((build.data_version.clone(), numbers));
    }

    /// What must hold after every step.
    fn check(&self) {
        self.tell("checks");
        // A published file never changes: another one has another inode.
        let file = fs::metadata(self.data().join(Warehouse::FILE)).map(|it| it.ino()).ok();
        let is_same = self.file.replace(file) == file;
        let known = self.published.borrow().as_ref().map(|(version, _)| version.clone());
        let opened = || Warehouse::open_published(&self.data()).map(|it| it.data_version.clone());
        let version = if is_same { known.clone() } else { opened().ok() };
        if version != known {
            // It died after the rename: then all of the new build is there.
            let numbers = recount::count(&self.sources(), &self.handed.borrow());
            *self.published.borrow_mut() = version.clone().map(|version| (version, numbers));
            assert!(version.is_some(), "what was published is gone");
            self.tell("published by a process that died");
        }
        if let (false, Some((_, numbers))) = (is_same, &*self.published.borrow()) {
            assert_eq!(recount::read_published(&self.office), *numbers, "what is shown");
            self.tell("recounts that agree");
        }
        if self.damaged.borrow().is_empty() && self.data().exists() {
            let whole = damage::list_whole(&self.data());
            let kept = self.kept.borrow();
            let lost: Vec<_> = kept.difference(&whole).collect();
            assert!(lost.is_empty(), "lost of the archive: {lost:?}");
            let handed = self.handed.borrow();
            assert!(whole.iter().all(|it| handed.contains_key(it)), "nobody handed that in");
        }
    }
}

pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A content of which a build takes as little as can be.
fn reduce(catalog: &mut Catalog) {
    let is_kept = |id: &String| METRICS.contains(&id.as_str());
    catalog.metrics.retain(|metric| is_kept(&metric.id));
    catalog.overview.watched.retain(is_kept);
    catalog.overview.lists.retain(|list| is_kept(&list.metric));
    catalog.forecasts.clear();
    catalog.forms.clear();
}

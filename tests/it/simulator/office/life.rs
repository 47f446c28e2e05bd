//! One office for a year: what it was handed, what it must have, what it published last.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use fastrand::Rng;
use jiff::{
    ToSpan,
    civil::{DateTime, date},
};
use miette::Diagnostic;
use motcua::{
    catalog::{Catalog, settings::InboxSettings},
    domain::source::Source,
    ingest::archive::Archive,
    pipeline::{PipelineError, PipelineRun},
    warehouse::{WarehouseBuild, find_published, query::Warehouse},
};

use super::{
    content::CATALOGS,
    damage,
    exports::{HandedExport, Register},
    recount::{self, Numbers},
};
use crate::simulator::{
    faults::{Coverage, Fault, Place, work_with},
    hints::assert_hint,
    lives::Tally,
};

pub struct Life {
    pub random: RefCell<Rng>,
    pub inbox: InboxSettings,
    pub register: Register,
    pub told: RefCell<Tally>,
    pub week: Cell<i32>,
    /// By how many days the clock of the machine is wrong.
    pub clock: Cell<i32>,
    /// Which of the contents the office has.
    pub content: Cell<usize>,
    /// Faults that came to pass in this quarter.
    pub faults: Cell<u32>,
    /// What was ever handed in, by its digest.
    pub handed: RefCell<BTreeMap<String, HandedExport>>,
    /// What the program said it has: it must never be missing.
    pub kept: RefCell<BTreeSet<String>>,
    /// Codes it said are erased.
    pub erased: RefCell<BTreeSet<String>>,
    /// Digests of exports whose archived files were damaged.
    pub damaged: RefCell<BTreeSet<String>>,
    /// What the newest backup holds.
    pub backed_up: RefCell<Option<BTreeSet<String>>>,
    /// The version published last, the numbers it must show, and the content it was made of.
    pub published: RefCell<Option<(String, Numbers, usize)>>,
    /// The version that the last command said it published.
    pub said: RefCell<Option<String>>,
    /// Whether the fault of the last command came to pass.
    pub happened: Cell<bool>,
    /// The file that was published when it was looked at last.
    pub file: Cell<Option<(u64, i64)>>,
    coverage: Arc<Coverage>,
    folder: tempfile::TempDir,
}

impl Life {
    pub fn begin(seed: u64, coverage: &Arc<Coverage>) -> Rc<Self> {
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        let mut random = Rng::with_seed(seed);
        let register = Register::draw(&mut random);
        let inbox = InboxSettings { folder: folder.path().join("hop-thu"), keep_days: 30 };
        fs::create_dir_all(&inbox.folder).expect("made");
        Rc::new(Self {
            random: RefCell::new(random),
            inbox,
            register,
            told: RefCell::default(),
            week: Cell::default(),
            clock: Cell::default(),
            content: Cell::default(),
            faults: Cell::default(),
            handed: RefCell::default(),
            kept: RefCell::default(),
            erased: RefCell::default(),
            damaged: RefCell::default(),
            backed_up: RefCell::default(),
            published: RefCell::default(),
            said: RefCell::default(),
            happened: Cell::default(),
            file: Cell::default(),
            coverage: Arc::clone(coverage),
            folder,
        })
    }

    pub fn catalog(&self) -> &'static Catalog {
        &CATALOGS[self.content.get()]
    }

    /// Saturday of the week, at eight, as the machine's clock has it.
    pub fn now(&self) -> DateTime {
        (date(2023, 1, 7) + (7 * self.week.get() + self.clock.get()).days()).at(8, 0, 0, 0)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn tell(&self, name: &'static str) {
        self.told.borrow_mut().add(name, 1);
    }

    /// Draws a number below another one.
    pub fn draw(&self, below: u32) -> u32 {
        self.random.borrow_mut().u32(..below)
    }

    /// All its weeks, then a clerk who mends what can be mended, and a last build.
    pub fn live(self: &Rc<Self>) -> Tally {
        for week in 0..52 {
            self.week.set(week);
            self.live_week();
        }
        self.clock.set(0);
        self.mend();
        let is_new = self.build_anew().expect("it can be built").is_some();
        if is_new {
            self.tell("builds");
        }
        self.check();
        assert!(self.kept.borrow().is_empty() || self.published.borrow().is_some(), "at last");
        if self.published.borrow().is_some() {
            let (_, expected, _) = self.expect_published(String::new());
            assert_eq!(
                self.published.borrow().as_ref().map(|it| &it.1),
                Some(&expected),
                "at last"
            );
        }
        self.tell("years");
        self.told.borrow().clone()
    }

    /// Works under a fault; what it was told is a sentence with a hint.
    pub fn work<T, E: Diagnostic>(
        &self,
        fault: Option<(Place, Fault)>,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let name = fault.as_ref().map(|(_, fault)| match fault {
            Fault::Kill => "killed",
            Fault::DiskFull(_) => "disk full",
            Fault::Meanwhile(_) => "overtaken",
        });
        *self.said.borrow_mut() = None;
        let worked = work_with(fault, &self.coverage, work);
        self.happened.set(worked.has_happened);
        if let (Some(name), true) = (name, worked.has_happened) {
            self.tell_fault(name);
        }
        if let Err(error) = &worked.done {
            assert_hint(error);
        }
        worked.done
    }

    pub fn tell_fault(&self, name: &'static str) {
        self.tell(name);
        self.tell("faults");
        self.faults.set(self.faults.get() + 1);
    }

    /// What a process does that is told to build.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method lives too short")]
    pub fn build_anew(&self) -> Result<Option<WarehouseBuild>, PipelineError> {
        self.run(|run| run.build())
    }

    /// What a process does that lives for one command.
    pub fn run<T>(&self, work: impl FnOnce(&mut PipelineRun) -> T) -> T {
        let (data, catalog, now) = (self.data(), self.catalog(), self.now());
        work(&mut PipelineRun { catalog, data: &data, now, progress: &mut |_| {} })
    }

    pub fn archive(&self) -> Archive {
        Archive::open_in(&self.data()).expect("an archive")
    }

    fn sources(&self) -> Vec<Source> {
        self.archive().list_contents().expect("it opens").sources
    }

    /// What a build must show, by what is archived now.
    fn expect_published(&self, version: String) -> (String, Numbers, usize) {
        let erased = self.archive().read_erasures().expect("whole");
        let handed = self.handed.borrow();
        let numbers = recount::count(self.catalog(), &self.sources(), &handed, &erased);
        (version, numbers, self.content.get())
    }

    /// Every row of a build is somewhere.
    pub fn check_build(&self, build: Option<&WarehouseBuild>) {
        let Some(build) = build else { return };
        self.tell("builds");
        *self.said.borrow_mut() = Some(build.data_version.clone());
        for source in &build.sources {
            let staged = source.staged;
            let sum = staged.kept + staged.layout + staged.rejected + staged.erased;
            assert_eq!(source.rows_read, sum, "rows lost of {}", source.id);
        }
    }

    /// What must hold after every step.
    pub fn check(&self) {
        self.tell("checks");
        // A published file never changes: another one has another inode, or at least another time.
        let file = find_published(&self.data()).and_then(|file| fs::metadata(file).ok());
        let file = file.map(|file| (file.ino(), file.mtime_nsec()));
        if self.file.replace(file) != file {
            let warehouse = Warehouse::open_published(&self.data()).expect("it was published");
            let version = warehouse.data_version.clone();
            let expected = self.expect_published(version);
            let shown = recount::read_published(&warehouse, &CATALOGS[expected.2]);
            assert_eq!(shown, expected.1, "what is shown");
            self.tell("recounts that agree");
            *self.published.borrow_mut() = Some(expected);
        }
        if let Some(said) = self.said.take() {
            let published = self.published.borrow().as_ref().map(|it| it.0.clone());
            assert_eq!(published, Some(said), "it said that it published");
        }
        if self.damaged.borrow().is_empty() && self.data().exists() {
            let whole = damage::list_whole(&self.data());
            let kept = self.kept.borrow();
            let lost: Vec<_> = kept.difference(&whole).collect();
            assert!(lost.is_empty(), "lost of the archive: {lost:?}");
            let handed = self.handed.borrow();
            assert!(whole.iter().all(|it| handed.contains_key(it)), "nobody handed that in");
        }
        let erased = self.erased.borrow();
        if !erased.is_empty() {
            let ledger = self.archive().read_erasures().expect("whole");
            assert!(erased.iter().all(|code| ledger.holds_code(code)), "erased no more");
        }
    }
}

//! A published warehouse that is damaged while it is served is built anew from the archive, once, and pages say so.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use axum::http::StatusCode;
use jiff::civil::date;
use motcua::{
    catalog::Catalog,
    domain::progress::BuildProgress,
    pipeline::PipelineRun,
    web::{DemoPages, ExportTrial, JobRunner, MendOutcome, UploadOutcome, UploadRequest},
};

use sha2::{Digest, Sha256};

use crate::support::{
    office::{Office, published_file},
    visitor::{Visitor, text},
};

/// Four of five dossiers of xã An Sơn on time in December 2023.
pub const DOSSIERS: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n\
    A1,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
    A2,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
    A3,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
    A4,06283,finished,2023-12-01,2023-12-05,2023-12-04\n\
    A5,06283,finished,2023-12-01,2023-12-05,2023-12-09\n";

/// Where their rate is asked for.
pub const RATE: &str = "/api/v1/metrics/on_time_rate/values?period=2023-12&agency=06283";

/// Builds as the server does, when the test says so.
struct WaitingBuilder {
    catalog: Catalog,
    data: PathBuf,
    go_on: Mutex<Receiver<()>>,
    mended: Arc<AtomicUsize>,
}

impl JobRunner for WaitingBuilder {
    fn take_in(&self, _: &UploadRequest, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }

    fn open_demo(&self) -> Result<Vec<DemoPages>, String> {
        Err("no samples are shown here".to_owned())
    }

    fn send_test(&self, _: &str, _: &str) -> Result<(), String> {
        Err("nothing is sent here".to_owned())
    }

    fn send_test_mail(&self, _: &str) -> Result<(), String> {
        Err("nothing is sent here".to_owned())
    }

    fn build(&self, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }

    fn try_export(&self, _: &ExportTrial) -> Result<(), String> {
        Err("nothing is tried here".to_owned())
    }

    fn mend(&self) -> MendOutcome {
        self.go_on.lock().expect("no panic").recv().expect("told to go on");
        self.mended.fetch_add(1, Ordering::SeqCst);
        let now = date(2024, 1, 2).at(8, 0, 0, 0);
        let mut run =
            PipelineRun { catalog: &self.catalog, data: &self.data, now, progress: &mut |_| {} };
        match run.build().expect("built") {
            None => MendOutcome::Sound,
            Some(build) => MendOutcome::Rebuilt(build.data_version),
        }
    }
}

/// Changes a bit in every block of the published file behind its headers, as a disk does: nothing else about the file changes.
pub fn damage(data: &Path) {
    let path = published_file(data);
    let modified = fs::metadata(&path).and_then(|file| file.modified()).expect("a time");
    let mut bytes = fs::read(&path).expect("a build");
    for at in (3 * 4096 + 1000..bytes.len()).step_by(4096) {
        bytes[at] ^= 1;
    }
    fs::write(&path, bytes).expect("written");
    let file = fs::File::options().write(true).open(&path).expect("opened");
    file.set_modified(modified).expect("set back");
}

/// Dossiers on time besides.
const MANY: u64 = 20_000;

/// A code that looks like no other and cannot be packed.
fn encode_code(number: u64) -> String {
    let digest: [u8; 32] = Sha256::digest(number.to_le_bytes()).into();
    let half = digest[..16].try_into().expect("sixteen bytes");
    format!("{:032x}", u128::from_be_bytes(half))
}

struct MendedSite {
    visitor: Visitor,
    go_on: Sender<()>,
    mended: Arc<AtomicUsize>,
}

impl MendedSite {
    fn new() -> Self {
        let office = Office::new();
        // So many codes do not fit into a block with anything else: nobody who asks for numbers has read them.
        let row = "06283,finished,2023-12-01,2023-12-05,2023-12-04\n";
        let many = (0..MANY).map(|number| format!("{},{row}", encode_code(number)));
        office.given(&many.fold(DOSSIERS.to_owned(), |all, row| all + &row));
        let ((go_on, told), mended) = (channel(), Arc::default());
        let (catalog, data) = (office.catalog.clone(), office.data());
        let go_on_told = Mutex::new(told);
        let builder =
            WaitingBuilder { catalog, data, go_on: go_on_told, mended: Arc::clone(&mended) };
        let visitor = Visitor::of(office).with_works(Arc::new(builder));
        Self { visitor, go_on, mended }
    }

    async fn ask(&self, address: &str) -> (StatusCode, String) {
        let response = self.visitor.get(address).await;
        (response.status(), text(response).await)
    }

    /// Asks until it is answered as it should be.
    async fn ask_until(&self, address: &str, is_right: fn(&(StatusCode, String)) -> bool) {
        loop {
            let answer = self.ask(address).await;
            if is_right(&answer) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn a_warehouse_damaged_while_it_is_served_is_built_anew_and_pages_say_so() {
    let site = MendedSite::new();
    let (status, page) = site.ask("/").await;
    assert!(status == StatusCode::OK && !page.contains("tự tính lại"), "{page}");
    damage(&site.visitor.office.data());

    let (status, page) = site.ask("/dossiers/A5").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
    assert!(page.contains("Đang tính lại số liệu"), "{page}");
    let (status, page) = site.ask("/").await;
    assert_eq!(status, StatusCode::OK, "what was read before goes on being shown");
    assert!(page.contains("máy chủ đang tự tính lại từ kho lưu tệp"), "{page}");

    site.go_on.send(()).expect("heard");
    site.ask_until("/dossiers/A5", |(status, _)| *status == StatusCode::OK).await;
    site.ask_until("/", |(_, page)| !page.contains("tự tính lại")).await;
    let (_, rate) = site.ask(RATE).await;
    assert!(rate.contains("\"numerator\":20004,\"denominator\":20005"), "{rate}");
    assert_eq!(site.mended.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_is_damaged_again_on_the_same_day_is_not_built_again_and_pages_say_whom_to_tell() {
    let site = MendedSite::new();
    for _ in 0..2 {
        site.go_on.send(()).expect("heard");
    }
    assert_eq!(site.ask("/").await.0, StatusCode::OK);
    damage(&site.visitor.office.data());
    assert_eq!(site.ask("/dossiers/A5").await.0, StatusCode::SERVICE_UNAVAILABLE);
    site.ask_until("/", |(status, page)| {
        *status == StatusCode::OK && !page.contains("tự tính lại")
    })
    .await;

    damage(&site.visitor.office.data());
    let (status, page) = site.ask("/dossiers/A5").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
    assert!(page.contains("không tự tính lại được") && page.contains("motcua build"), "{page}");
    assert_eq!(site.mended.load(Ordering::SeqCst), 1);
}

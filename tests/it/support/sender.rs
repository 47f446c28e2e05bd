//! An office that sends: a state, settings as they are written, a clock a test moves.

use std::{
    cell::Cell,
    path::Path,
    sync::{Arc, LazyLock},
};

use jiff::{ToSpan, civil::DateTime};
use motcua::{
    catalog::{Catalog, settings::ProgramSettings},
    delivery::{self, Outbox, SendSummary},
    ingest::fetch::FetchEnvironment,
    state::{
        StateDatabase,
        delivery::{DeliveryRecord, NewDelivery},
        delivery_purpose::DeliveryPurpose,
        outbox_message::{MessageFile, OutboxMessage},
    },
};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::load_content(None).expect("the content is well"));

pub struct Sender {
    pub catalog: &'static Catalog,
    pub settings: ProgramSettings,
    pub state: StateDatabase,
    pub now: Cell<DateTime>,
    folder: tempfile::TempDir,
}

impl Sender {
    pub fn new(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = ProgramSettings::parse_text("motcua.toml", settings).expect("settings");
        settings.check_content(&CATALOG).expect("they are well");
        delivery::check(&settings).expect("they are well");
        Self {
            catalog: &CATALOG,
            settings,
            state: StateDatabase::open(folder.path()).expect("a state"),
            now: Cell::new("2024-01-01T07:00:00".parse().expect("a time")),
            folder,
        }
    }

    /// One that has a mail server.
    pub fn by_mail(port: u16) -> Self {
        Self::new(&mail(port))
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    pub fn wait(&self, minutes: i64) {
        self.now.set(self.now.get().saturating_add(minutes.minutes()));
    }

    /// Puts one delivery into the outbox.
    pub fn put(&self, channel: &str, address: &str) -> usize {
        self.put_all(&[to(channel, address)])
    }

    pub fn put_all(&self, deliveries: &[NewDelivery]) -> usize {
        self.state.add_deliveries(deliveries, self.now.get()).expect("put")
    }

    pub fn empty(&self) -> SendSummary {
        self.empty_with(&FetchEnvironment::from_system())
    }

    pub fn empty_with(&self, outside: &FetchEnvironment) -> SendSummary {
        let clock = || self.now.get();
        let outbox = Outbox::new(self.catalog, &self.settings, outside, &self.state, &clock);
        outbox.expect("it can begin").send_due().expect("it could be noted")
    }

    pub fn only(&self) -> DeliveryRecord {
        let mut all = self.state.deliveries(None, 10).expect("read");
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }
}

pub fn mail(port: u16) -> String {
    format!(
        "[mail]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"Văn phòng <vp@vanquan.example>\"\n\
         owner = \"phutrach@vanquan.example\"\ntimeout_seconds = 1\n"
    )
}

pub fn to(channel: &str, address: &str) -> NewDelivery {
    NewDelivery {
        report_id: "weekly".into(),
        period: "2023-W52".into(),
        purpose: DeliveryPurpose::Report,
        agency_code: String::new(),
        channel: channel.parse().expect("a channel"),
        address: address.into(),
        name: "Ông Nguyễn Văn Thử".into(),
        is_marked: false,
        parcel: Arc::new(parcel()),
    }
}

pub fn parcel() -> OutboxMessage {
    let file = |name: &str, media_type: &str, is_inline, bytes: &[u8]| MessageFile {
        name: name.into(),
        media_type: media_type.into(),
        is_inline,
        bytes: bytes.into(),
    };
    OutboxMessage {
        subject: "Báo cáo tuần 52".into(),
        text: "An Sơn 80,63%\n.một dòng bắt đầu bằng dấu chấm".into(),
        html: "<p>An Sơn 80,63%</p><img src=\"cid:hinh.png\">".into(),
        files: vec![
            file("hinh.png", "image/png", true, b"\x89PNG picture"),
            file("báo cáo.docx", "application/msword", false, b"PK document"),
        ],
    }
}

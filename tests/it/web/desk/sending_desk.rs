//! An office with a `motcua.toml` of its own, at whose page of sending somebody sits.

use std::{fs, path::PathBuf, sync::Arc};

use axum::http::{StatusCode, header};
use jiff::civil::{DateTime, date};
use motcua::{
    catalog::settings::ProgramSettings,
    domain::{progress::BuildProgress, sight::UserRole},
    web::{DemoPages, ExportTrial, JobRunner, MendOutcome, UploadOutcome, UploadRequest},
};
use scraper::Html;

use crate::support::{
    office::Office,
    visitor::{Visitor, all, text},
};

pub const NOW: DateTime = date(2024, 1, 2).at(8, 0, 0, 0);

/// As an office wrote it by hand.
pub const FILE: &str = "# Văn phòng UBND huyện Văn Quan\n\
    scope = \"184\" # cả huyện\n\
    \n\
    # máy chủ thư của tỉnh\n\
    [mail]\n\
    host = \"mail.langson.example\" # cổng mặc định\n\
    from = \"VP <vp@vanquan.example>\"\n\
    \n\
    # họp giao ban sáng thứ Hai\n\
    [[schedule]]\n\
    id = \"tuan\"\n\
    report = \"weekly\"\n\
    cron = \"0 7 * * 1\" # 7 giờ\n\
    period = \"week_before\"\n\
    to = [\n    { name = \"Chánh văn phòng\", mail = \"cvp@vanquan.example\" }, # đồng chí Lan\n]\n";

/// Sends nothing, or says why it cannot.
pub struct PostBoy;

impl JobRunner for PostBoy {
    fn take_in(&self, _: &UploadRequest, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }

    fn open_demo(&self) -> Result<Vec<DemoPages>, String> {
        Err("no samples are shown here".to_owned())
    }

    fn send_test(&self, schedule: &str, _: &str) -> Result<(), String> {
        if schedule == "tuan" { Ok(()) } else { Err("không có lịch ấy".to_owned()) }
    }

    fn send_test_mail(&self, mail: &str) -> Result<(), String> {
        if mail.starts_with("lan@") { Ok(()) } else { Err("550 no such user".to_owned()) }
    }

    fn try_export(&self, _: &ExportTrial) -> Result<(), String> {
        Err("nothing is tried here".to_owned())
    }

    fn mend(&self) -> MendOutcome {
        MendOutcome::Sound
    }

    fn build(&self, _: &mut dyn FnMut(&BuildProgress)) -> Vec<UploadOutcome> {
        Vec::new()
    }
}

/// An office with that file, and an administrator.
pub struct SendingDesk {
    pub visitor: Visitor,
    pub cookie: String,
    pub path: PathBuf,
}

impl SendingDesk {
    pub fn of(file: &str) -> Self {
        let office = Office::new();
        let path = office.folder().join("motcua.toml");
        fs::write(&path, file).expect("written");
        let settings = ProgramSettings::load_file(Some(&path)).expect("settings");
        let visitor = Visitor::under(office, settings, || NOW).with_works(Arc::new(PostBoy));
        let cookie = visitor.let_in("quantri", UserRole::Admin, None);
        Self { visitor, cookie, path }
    }

    pub fn file(&self) -> String {
        fs::read_to_string(&self.path).expect("read")
    }

    pub async fn page(&self) -> Html {
        self.visitor.page_as(&self.cookie, "/admin/sending").await
    }

    /// Sends a form of the page as it is now; gives the status, where it led, and what the page says.
    pub async fn send(
        &self,
        action: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let digest = self.visitor.attributes(&self.page().await, "input[name=digest]", "value");
        self.send_seen(&digest[0], action, fields).await
    }

    pub async fn send_seen(
        &self,
        digest: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let token = self.visitor.form_token(&self.cookie);
        let fields = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("form_token", &token)
            .append_pair("digest", digest)
            .extend_pairs(fields)
            .finish();
        let address = format!("/admin/sending/{action}");
        let answer = self.visitor.post_as(&self.cookie, &address, &fields).await;
        let status = answer.status();
        let to = answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
        let to = to.unwrap_or_default().to_owned();
        let page = Html::parse_document(&text(answer).await);
        (status, to, all(&page, "[role=alert], [role=status]").join(" "))
    }

    pub fn live(&self) -> Arc<ProgramSettings> {
        self.visitor.sending().current()
    }
}

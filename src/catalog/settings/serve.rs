//! `[serve]` of `motcua.toml`: how the server is reached.

use std::path::PathBuf;

use serde::Deserialize;

/// Says how the server is reached.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServeSettings {
    /// Certificate chain and key, in PEM: with both it speaks TLS.
    #[serde(default)]
    pub certificate: Option<PathBuf>,
    #[serde(default)]
    pub key: Option<PathBuf>,
    /// A proxy of ours stands in front: what it says of the visitor is believed.
    #[serde(default)]
    pub behind_proxy: bool,
    /// Where readers find the pages: `https://thongke.vanquan.example.vn`; papers and mails lead there.
    #[serde(default)]
    pub public_url: Option<String>,
    /// Other sites that may show our pages in theirs: `https://dichvucong.example.gov.vn`
    #[serde(default)]
    pub frame_ancestors: Vec<String>,
}

impl ServeSettings {
    /// Says whether the server speaks TLS itself.
    pub fn has_tls(&self) -> bool {
        self.certificate.is_some()
    }
}

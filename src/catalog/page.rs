//! What a page shows: `dashboards/<page>.toml`.

use serde::Deserialize;

use super::{CatalogError, content::Content, error::parse_toml};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub id: String,
    pub title: String,
    /// Metrics of the tiles, in order.
    pub tiles: Vec<String>,
    /// The metric the page ranks agencies by, when computed from dossiers.
    pub ranking: String,
    /// The metric it ranks by when it shows the portal's figures.
    pub published_ranking: String,
    /// The agencies that are ranked (a level of the vocabulary).
    pub level: String,
}

impl Page {
    pub fn load(content: &Content, id: &str) -> Result<Self, CatalogError> {
        let path = format!("dashboards/{id}.toml");
        let text = content.text(&path)?;
        parse_toml(&path, text, text, |place| place)
    }

    pub fn metrics(&self) -> impl Iterator<Item = &String> {
        self.tiles.iter().chain([&self.ranking, &self.published_ranking])
    }
}

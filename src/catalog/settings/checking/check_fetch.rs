//! What the settings say of the content must be there.

use crate::catalog::{
    Catalog, CatalogError,
    connector::http::{TokenFrom, parse_url},
    settings::ProgramSettings,
};

impl ProgramSettings {
    /// What is said of the content must be there.
    pub fn check_content(&self, catalog: &Catalog) -> Result<(), CatalogError> {
        self.check_serve()?;
        self.check_backup()?;
        self.office_hours()?;
        self.check_due_windows()?;
        self.check_login()?;
        for (id, fetch) in &self.fetch {
            let connector = catalog.connectors.iter().find(|connector| connector.id == *id);
            let place = |key: Option<&str>| self.place_in_table(&format!("fetch.{id}"), key);
            let Some(http) = connector.and_then(|connector| connector.http.as_ref()) else {
                let known = (catalog.connectors.iter())
                    .filter(|connector| connector.http.is_some())
                    .map(|connector| connector.id.as_str());
                let known: Vec<&str> = known.collect();
                let said = [("id", &**id), ("known", &known.join(", "))];
                return Err(self.refuse("settings.no_fetch", &said, place(None)));
            };
            if let Some(Err(problem)) = fetch.url.as_deref().map(parse_url) {
                return Err(self.refuse(
                    "settings.bad_url",
                    &[("problem", &problem)],
                    place(Some("url")),
                ));
            }
            if fetch.token.as_ref().and_then(TokenFrom::find_problem).is_some() {
                return Err(self.refuse("settings.secret_place", &[], place(Some("token"))));
            }
            let known = http.parameter_names();
            for (name, value) in &fetch.parameters {
                if !known.contains(name) {
                    let known: Vec<String> = known.into_iter().collect();
                    let known = known.join(", ");
                    let said = [("id", &**id), ("name", name), ("known", &known)];
                    return Err(self.refuse("settings.no_parameter", &said, place(Some(name))));
                }
                if !(value.is_string() || value.is_number()) {
                    return Err(self.refuse(
                        "settings.no_text",
                        &[("name", name)],
                        place(Some(name)),
                    ));
                }
            }
        }
        self.check_sending(catalog)
    }
}

//! `/charts/{metric}.{svg,png}?period=&agency=&kind=&published=`

use std::sync::Arc;

use axum::{
    extract::{Path, Query as Params, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{Site, error::WebError, query::Query};
use crate::{
    chart::png,
    view::{Kind, Picture, PictureError},
};

pub async fn picture(
    State(site): State<Arc<Site>>,
    Path(file): Path<String>,
    Params(query): Params<Query>,
) -> Result<Response, WebError> {
    let Some((id, format)) = file.rsplit_once('.') else {
        return Err(WebError::NotFound { what: file });
    };
    let (id, is_png) = match format {
        "svg" => (id.to_owned(), false),
        "png" => (id.to_owned(), true),
        _ => return Err(WebError::NotFound { what: file }),
    };
    let bytes = site
        .ask(move |catalog, warehouse| {
            let view = query.view(catalog, warehouse)?;
            let metric = catalog.metric(&id)?;
            let kind = match query.kind.as_deref() {
                None | Some("" | "bar") => Kind::Bar,
                Some("line") => Kind::Line,
                Some(other) => {
                    return Err(WebError::BadRequest { problem: format!("kind={other}") });
                }
            };
            let (period, published) = (view.period, view.published);
            let agency = query.agency(warehouse, period)?;
            let agency = agency.as_deref();
            let svg =
                Picture { catalog, warehouse, metric, period, published, agency, kind }.svg()?;
            if is_png { Ok(png(&svg).map_err(PictureError::from)?) } else { Ok(svg.into_bytes()) }
        })
        .await?;
    let kind = if is_png { "image/png" } else { "image/svg+xml" };
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

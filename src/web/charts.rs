//! `/charts/{metric}.{svg,png}?period=&agency=&kind=&published=&size=`

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    ServedSite,
    http::{error::WebError, query::RequestQuery},
};
use crate::{
    chart::{ImageSize, render_png},
    view::PictureError,
};

/// Answers with a chart of a metric as SVG or PNG, as the address ends. Any other ending is not
/// found.
pub async fn serve_chart(
    State(site): State<Arc<ServedSite>>,
    Path(file): Path<String>,
    query: RequestQuery,
) -> Result<Response, WebError> {
    let named = file.rsplit_once('.').map(|(id, format)| (id.to_owned(), format));
    let (id, is_png) = match named {
        Some((id, "svg")) => (id, false),
        Some((id, "png")) => (id, true),
        _ => return Err(WebError::NotFound { what: file }),
    };
    let bytes = site
        .run_query(query, move |context| {
            let agency = context.query.find_agency(context.warehouse, context.view.period)?;
            let agency = agency.as_ref().map(|agency| agency.code.as_str());
            let kind = context.query.parse_option("kind")?.unwrap_or_default();
            let picture = context.picture(context.catalog.find_metric(&id)?, agency, kind);
            let image: ImageSize = context.query.parse_option("size")?.unwrap_or_default();
            let svg = picture.render_svg(image.sheet())?;
            if is_png {
                return Ok(render_png(&svg, image).map_err(PictureError::from)?);
            }
            Ok(svg.into_bytes())
        })
        .await?;
    let kind = if is_png { "image/png" } else { "image/svg+xml" };
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

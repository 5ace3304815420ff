//! A township that turns out to be a 街道, whose assembly recommends.

use piaojue::demo::Town;
use piaojue::service::townships::TownshipForm;

/// The administrator puts right what sort of township it is.
pub(crate) async fn becomes_a_subdistrict(town: &Town) {
    let known = town.service.townships().await.unwrap().remove(0);
    let form = TownshipForm {
        code: known.code,
        name: known.name,
        county: known.county,
        kind: "subdistrict".into(),
        valid_from: known.valid_from.to_string(),
        valid_to: String::new(),
        predecessors: String::new(),
        version: known.version,
    };
    town.service.save_township(&town.administrator, &form).await.unwrap();
}

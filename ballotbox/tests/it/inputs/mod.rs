//! What must hold of any bytes that come in: one property for each reader, tried here on seeds
//! with changes in them, and by the fuzz targets of `fuzz/` on whatever these find.
//!
//! A property is told the reader that it judges. So each has its control: a reader with a fault
//! that the same changes of the same seeds must bring to light.

pub(crate) mod ballot;
pub(crate) mod bundle;
pub(crate) mod canonical;
mod grammar;
pub(crate) mod mangle;
pub(crate) mod marks;
pub(crate) mod slip;

#[cfg(test)]
mod tests {
    use super::mangle::{found, holds};
    use super::{ballot, bundle, canonical, marks, slip};

    #[test]
    fn canonical_bytes_are_one_for_each_value() {
        holds("canonical", &canonical::seeds(), 20_000, &canonical::holds);
    }

    #[test]
    fn a_reader_of_any_json_is_found() {
        let lenient = |bytes: &[u8]| serde_json::from_slice(bytes).ok();
        found("canonical", &canonical::seeds(), 2_000, &|bytes| canonical::judge(bytes, &lenient));
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        holds("slip", &slip::seeds(), 20_000, &slip::holds);
    }

    #[test]
    fn a_reader_that_takes_a_u_for_a_v_is_found() {
        let kind = |text: &str| slip::printed_slip(&text.replace(['u', 'U'], "V"));
        found("slip", &slip::seeds(), 20_000, &|bytes| slip::judge(bytes, &kind));
    }

    #[test]
    fn only_the_ballots_that_were_sealed_pass() {
        holds("ballot", &ballot::seeds(), 1_500, &ballot::holds);
    }

    #[test]
    fn a_check_without_the_signature_is_found() {
        let careless = |poll: &_, ballot: &_| ballotbox::seal::check_proof(poll, ballot).is_ok();
        found("ballot", &ballot::seeds(), 1_500, &|bytes| ballot::judge(bytes, &careless));
    }

    #[test]
    fn marks_that_are_read_are_lawful_and_can_be_sealed() {
        holds("marks", &marks::seeds(), 3_000, &marks::holds);
    }

    #[test]
    fn a_paper_that_takes_a_mark_twice_is_found() {
        found("marks", &marks::seeds(), 3_000, &|bytes| marks::judge(bytes, &marks::twice_is_once));
    }

    #[test]
    fn only_what_was_published_verifies() {
        holds("bundle", &bundle::seeds(), 150, &bundle::holds);
    }

    #[test]
    fn a_verifier_that_looks_at_the_frame_alone_is_found() {
        let careless = |bytes: &[u8]| ballotbox::bundle::Bundle::read(bytes).is_ok();
        found("bundle", &bundle::seeds(), 1_500, &|bytes| bundle::judge(bytes, &careless));
    }

    #[test]
    fn an_insider_who_signs_the_head_again_changes_no_outcome() {
        holds("log", &bundle::seeds(), 150, &bundle::holds_signed_again);
    }
}

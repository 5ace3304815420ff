//! Files of pages in gzip: for who reads that, under a tag of their own.

use std::io::Read as _;

use flate2::read::GzDecoder;

use crate::client::{Answer, Request};
use crate::limits::limited;
use crate::support::server::Server;

/// The largest file of a page.
const MODULE: &str = "/static/ballotbox.wasm";

fn fetch(server: &Server, accepted: &str) -> Answer {
    Request::get(MODULE).with("accept-encoding", accepted).send(server.address())
}

#[test]
fn a_file_is_packed_for_who_reads_that_and_has_a_tag_of_its_own() {
    let server = limited();
    let path = format!("{}{MODULE}", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::read(path).unwrap();
    let plain = fetch(&server, "identity");
    assert_eq!((&plain.body, plain.header("content-encoding")), (&file, None));
    for accepted in ["gzip", "br, GZIP;q=0.9", "deflate , gzip ; q=1.0"] {
        let packed = fetch(&server, accepted);
        assert_eq!(packed.header("content-encoding"), Some("gzip"), "{accepted}");
        assert_eq!(packed.header("vary"), Some("accept-encoding"));
        assert_eq!(packed.header("content-type"), plain.header("content-type"));
        assert!(packed.body.len() < file.len() / 2, "{} bytes", packed.body.len());
        let mut unpacked = Vec::new();
        GzDecoder::new(&*packed.body).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, file);
        assert_ne!(packed.header("etag"), plain.header("etag"));
        let tag = packed.header("etag").unwrap();
        let again = Request::get(MODULE).with("accept-encoding", accepted);
        assert_eq!(again.with("if-none-match", tag).send(server.address()).status, 304);
    }
    for accepted in ["", "br", "gzip;q=0", "gzip; q=0.000", "xgzip"] {
        let answer = fetch(&server, accepted);
        assert_eq!(answer.header("content-encoding"), None, "{accepted}");
        assert_eq!(answer.body, file);
    }
}

//! A client over TLS that trusts one authority and nobody else, as a tablet in a hall does.

use std::io::{BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::{Answer, Request, read};

/// The hall's name.
pub(crate) const NAME: &str = "piaojue.hall";

/// The authority that a data folder holds.
pub(crate) fn authority_of(data: &Path) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(data.join("tls/ca.crt")).unwrap()
}

/// A client that trusts one authority.
pub(crate) fn trusting(authority: CertificateDer<'static>) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    Arc::new(config.with_root_certificates(roots).with_no_client_auth())
}

/// Connects, as somebody who has looked the name up.
pub(crate) fn connect(
    config: &Arc<ClientConfig>,
    address: &str,
    name: &str,
) -> std::io::Result<StreamOwned<ClientConnection, TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let server = ServerName::try_from(name.to_owned()).unwrap();
    let client = ClientConnection::new(Arc::clone(config), server).unwrap();
    Ok(StreamOwned::new(client, stream))
}

/// Asks over TLS.
pub(crate) fn ask(
    config: &Arc<ClientConfig>,
    address: &str,
    name: &str,
    request: &Request,
) -> std::io::Result<Answer> {
    let mut stream = connect(config, address, name)?;
    let port = address.rsplit_once(':').unwrap().1;
    stream.write_all(&request.bytes(&format!("{name}:{port}")))?;
    read(&mut BufReader::new(stream), false)
}

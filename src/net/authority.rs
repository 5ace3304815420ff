//! The hall's own certificates: a private authority and the server's certificate under it.
//!
//! Both are made in the folder `tls` of the data, where only the program's owner reads. The
//! authority lasts ten years, because each tablet has to be told to trust it; the server's
//! certificate lasts one and is made again at a start when it is about to end or the names have
//! changed. What the authority may certify is limited in its own certificate to the names that it
//! was made for and to addresses of private networks: whoever steals its key cannot pretend to be
//! a bank to a tablet that trusts it.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write as _;
use std::net::IpAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use ballotbox::codec::Digest;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType, SerialNumber,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, DnsName, PrivateKeyDer};
use thiserror::Error;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::FromDer as _;
use zeroize::Zeroizing;

/// Years that the authority lasts.
const AUTHORITY_YEARS: i32 = 10;
/// Days that the server's certificate lasts; devices refuse more than 398 or 825.
const LEAF_DAYS: i32 = 397;
/// Days that must be left of a certificate at a start.
const LEFT_DAYS_MIN: i64 = 30;
/// The name that the hall's server has where none is given.
pub const NAME: &str = "piaojue.hall";
/// Networks that are private everywhere, for IPv4 and IPv6.
const PRIVATE_V4: [([u8; 4], u8); 5] = [
    ([10, 0, 0, 0], 8),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
];
const PRIVATE_V6: [([u16; 8], u8); 3] = [
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10),
    ([0, 0, 0, 0, 0, 0, 0, 1], 128),
];

/// Why there is no certificate.
#[derive(Debug, Error)]
pub enum CertificateError {
    /// A file cannot be read or written.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: String,
        /// Why.
        why: std::io::Error,
    },
    /// A file holds no certificate, or no key.
    #[error("{0} holds no certificate or no key that can be read")]
    Unreadable(String),
    /// A name that is none.
    #[error("{0} is neither a name nor an address")]
    Name(String),
    /// The authority was made for other names.
    #[error(
        "the authority in {folder} may not certify {name}; give the names that it was made for, or \
         move that folder away: a new authority is made, and every tablet has to be told again"
    )]
    Outside {
        /// Where the authority is.
        folder: String,
        /// What was asked for.
        name: String,
    },
    /// A certificate that has ended, or has not begun.
    #[error("the certificate in {0} is not valid today: get a new one")]
    Ended(String),
    /// It could not be made.
    #[error("a certificate cannot be made: {0}")]
    Make(#[from] rcgen::Error),
    /// It does not fit its key, or no browser would take it.
    #[error("the certificate cannot be used: {0}")]
    Use(#[from] rustls::Error),
}

/// The server's certificate with its key.
#[derive(Debug)]
pub struct Leaf {
    /// The certificate and what stands between it and an authority.
    pub chain: Vec<CertificateDer<'static>>,
    /// Its key.
    pub key: PrivateKeyDer<'static>,
    /// The names and addresses that it is for.
    pub names: Vec<String>,
    /// When it ends.
    pub ends: Timestamp,
}

/// The private authority's certificate, as devices are told to trust it.
#[derive(Clone, Debug)]
pub struct Authority {
    /// The certificate's bytes.
    pub der: Vec<u8>,
    /// The same as text.
    pub pem: String,
}

impl Authority {
    /// SHA-256 of the certificate, as devices show it: pairs of digits with colons.
    pub fn fingerprint(&self) -> String {
        let digest = Digest::of(&[&self.der]);
        let pairs: Vec<_> = digest.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }
}

/// A certificate that was bought or given: the chain and the key, as PEM.
///
/// # Errors
/// When a file cannot be read, or the certificate is not valid today.
pub fn given(chain: &Path, key: &Path, today: Date) -> Result<Leaf, CertificateError> {
    let leaf = read(chain, key)?;
    let first = leaf.chain.first().ok_or_else(|| unreadable(chain))?;
    let (_, parsed) = X509Certificate::from_der(first).map_err(|_| unreadable(chain))?;
    if days_left(&parsed, today) < 0 || days_since(&parsed, today) < 0 {
        return Err(CertificateError::Ended(chain.display().to_string()));
    }
    Ok(leaf)
}

/// The hall's authority and certificate in a folder, made where they are not there yet, are about
/// to end or are for other names.
///
/// # Errors
/// When a name is none, files cannot be read or written, or the authority may not certify a name.
pub fn own(
    folder: &Path,
    names: &[String],
    today: Date,
) -> Result<(Authority, Leaf), CertificateError> {
    // Before anything is made: an authority for what is no name would stay for ten years.
    let is_none = |name: &&String| {
        name.parse::<IpAddr>().is_err() && DnsName::try_from(name.as_str()).is_err()
    };
    if let Some(name) = names.iter().find(is_none) {
        return Err(CertificateError::Name(name.clone()));
    }
    let paths = Paths::of(folder);
    if !folder.is_dir() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(|why| file_error(folder, why))?;
    }
    if !paths.authority.exists() {
        make_authority(&paths, names, today)?;
    }
    let pem = read_text(&paths.authority)?;
    let authority = Authority { der: first_of(&paths.authority)?.to_vec(), pem };
    for name in names {
        if !certifies(&authority, name) {
            let folder = folder.display().to_string();
            return Err(CertificateError::Outside { folder, name: name.clone() });
        }
    }
    if !is_current(&paths, &authority, names, today) {
        make_leaf(&paths, &authority, names, today)?;
    }
    Ok((authority, read(&paths.leaf, &paths.leaf_key)?))
}

/// Where the files are.
struct Paths {
    authority: PathBuf,
    authority_key: PathBuf,
    leaf: PathBuf,
    leaf_key: PathBuf,
}

impl Paths {
    fn of(folder: &Path) -> Self {
        Self {
            authority: folder.join("ca.crt"),
            authority_key: folder.join("ca.key"),
            leaf: folder.join("server.crt"),
            leaf_key: folder.join("server.key"),
        }
    }
}

fn make_authority(paths: &Paths, names: &[String], today: Date) -> Result<(), CertificateError> {
    let key = KeyPair::generate()?;
    let mut params = valid(today, AUTHORITY_YEARS.years());
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // Two authorities of one day are told apart on a device that trusts both.
    let id = crate::clock::draw_id().to_string();
    let title = format!("piaojue CA {today} {}", id.get(..8).unwrap_or_default());
    params.distinguished_name.push(DnType::CommonName, title);
    params.distinguished_name.push(DnType::OrganizationName, "piaojue");
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: permitted(names),
        excluded_subtrees: Vec::new(),
    });
    let certificate = params.self_signed(&key)?;
    // The key first: a certificate without its key would have to be thrown away by hand.
    write_private(&paths.authority_key, Zeroizing::new(key.serialize_pem()).as_bytes())?;
    write_private(&paths.authority, certificate.pem().as_bytes())
}

/// What an authority may certify: its names, private networks, and addresses beyond them that it
/// was asked for by number.
fn permitted(names: &[String]) -> Vec<GeneralSubtree> {
    let v4 = PRIVATE_V4.map(|(network, bits)| CidrSubnet::from_v4_prefix(network, bits));
    let v6 = PRIVATE_V6.map(|(network, bits)| {
        CidrSubnet::from_v6_prefix(std::net::Ipv6Addr::from(network).octets(), bits)
    });
    let networks = v4.into_iter().chain(v6).map(GeneralSubtree::IpAddress);
    let own = names.iter().map(|name| match name.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => {
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(address.octets(), 32))
        }
        Ok(IpAddr::V6(address)) => {
            GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(address.octets(), 128))
        }
        Err(_) => GeneralSubtree::DnsName(name.clone()),
    });
    // Without any name in the list every name would be permitted.
    let always = std::iter::once(GeneralSubtree::DnsName(NAME.to_owned()));
    networks.chain(own).chain(always).collect()
}

fn make_leaf(
    paths: &Paths,
    authority: &Authority,
    names: &[String],
    today: Date,
) -> Result<(), CertificateError> {
    let authority_key = Zeroizing::new(read_text(&paths.authority_key)?);
    let issuer = Issuer::from_ca_cert_pem(&authority.pem, KeyPair::from_pem(&authority_key)?)?;
    let key = KeyPair::generate()?;
    let mut params = valid(today, LEAF_DAYS.days());
    params.subject_alt_names =
        names.iter().map(|name| alternative(name)).collect::<Result<_, _>>()?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let title = names.first().map_or(NAME, String::as_str);
    params.distinguished_name.push(DnType::CommonName, title);
    let certificate = params.signed_by(&key, &issuer)?;
    let chain = format!("{}{}", certificate.pem(), authority.pem);
    write_private(&paths.leaf_key, Zeroizing::new(key.serialize_pem()).as_bytes())?;
    write_private(&paths.leaf, chain.as_bytes())
}

fn alternative(name: &str) -> Result<SanType, CertificateError> {
    if let Ok(address) = name.parse::<IpAddr>() {
        return Ok(SanType::IpAddress(address));
    }
    let unknown = |_| CertificateError::Name(name.to_owned());
    Ok(SanType::DnsName(name.try_into().map_err(unknown)?))
}

/// Parameters that hold from yesterday, for clocks that go slow.
fn valid(today: Date, span: jiff::Span) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    let written = |day: Date| {
        let number = |part: i8| u8::try_from(part).unwrap_or(1);
        rcgen::date_time_ymd(i32::from(day.year()), number(day.month()), number(day.day()))
    };
    params.not_before = written(today.saturating_sub(1.day()));
    params.not_after = written(today.saturating_add(span));
    let mut serial = [0_u8; 16];
    rand_core::Rng::fill_bytes(&mut crate::clock::randomness(), &mut serial);
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params
}

/// Whether the certificate that is there will do.
fn is_current(paths: &Paths, authority: &Authority, names: &[String], today: Date) -> bool {
    let Ok(leaf) = read(&paths.leaf, &paths.leaf_key) else { return false };
    let (Some(first), Some(second)) = (leaf.chain.first(), leaf.chain.get(1)) else { return false };
    let Ok((_, parsed)) = X509Certificate::from_der(first) else { return false };
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names.dedup();
        names
    };
    second.as_ref() == authority.der.as_slice()
        && sorted(&leaf.names) == sorted(names)
        && days_left(&parsed, today) >= LEFT_DAYS_MIN
        && days_since(&parsed, today) >= 0
}

fn read(chain: &Path, key: &Path) -> Result<Leaf, CertificateError> {
    let certificates = CertificateDer::pem_file_iter(chain).map_err(|_| unreadable(chain))?;
    let certificates = certificates.collect::<Result<Vec<_>, _>>();
    let certificates = certificates.map_err(|_| unreadable(chain))?;
    let first = certificates.first().ok_or_else(|| unreadable(chain))?.clone();
    let (_, parsed) = X509Certificate::from_der(&first).map_err(|_| unreadable(chain))?;
    let ends = Timestamp::from_second(parsed.validity().not_after.timestamp());
    Ok(Leaf {
        names: names_of(&parsed),
        ends: ends.map_err(|_| unreadable(chain))?,
        chain: certificates,
        key: PrivateKeyDer::from_pem_file(key).map_err(|_| unreadable(key))?,
    })
}

fn names_of(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(names)) = certificate.subject_alternative_name() else { return Vec::new() };
    let name = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes).map(|address| address.to_string()),
        _ => None,
    };
    names.value.general_names.iter().filter_map(name).collect()
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// Whether an authority's certificate lets it certify a name.
fn certifies(authority: &Authority, name: &str) -> bool {
    let Ok((_, parsed)) = X509Certificate::from_der(&authority.der) else { return false };
    let limits = parsed.extensions().iter().find_map(|it| match it.parsed_extension() {
        ParsedExtension::NameConstraints(limits) => limits.permitted_subtrees.as_ref(),
        _ => None,
    });
    let Some(limits) = limits else { return false };
    limits.iter().any(|limit| match (&limit.base, name.parse::<IpAddr>()) {
        (GeneralName::DNSName(known), Err(_)) => {
            name == *known || name.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
        }
        (GeneralName::IPAddress(bytes), Ok(address)) => is_within(address, bytes),
        _ => false,
    })
}

/// Whether an address is in a network: its number and its mask, one after the other.
fn is_within(address: IpAddr, network: &[u8]) -> bool {
    let bytes = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    let (number, mask) = network.split_at(network.len() / 2);
    let parts = bytes.iter().zip(number).zip(mask);
    number.len() == bytes.len() && parts.into_iter().all(|((a, b), mask)| a & mask == b & mask)
}

fn days_left(certificate: &X509Certificate<'_>, today: Date) -> i64 {
    days_between(today, certificate.validity().not_after.timestamp())
}

fn days_since(certificate: &X509Certificate<'_>, today: Date) -> i64 {
    -days_between(today, certificate.validity().not_before.timestamp())
}

fn days_between(from: Date, second: i64) -> i64 {
    let day = Timestamp::from_second(second).map(|at| crate::clock::in_china(at).date());
    day.map_or(-1, |day| i64::from((day - from).get_days()))
}

fn first_of(path: &Path) -> Result<CertificateDer<'static>, CertificateError> {
    CertificateDer::from_pem_file(path).map_err(|_| unreadable(path))
}

fn read_text(path: &Path) -> Result<String, CertificateError> {
    std::fs::read_to_string(path).map_err(|why| file_error(path, why))
}

/// Writes a file that only its owner reads: all of it or nothing.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), CertificateError> {
    let half = path.with_extension("new");
    let write = || {
        // What a stop in the middle left behind.
        let _gone = std::fs::remove_file(&half);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&half, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    write().map_err(|why| file_error(path, why))
}

fn file_error(path: &Path, why: std::io::Error) -> CertificateError {
    CertificateError::File { path: path.display().to_string(), why }
}

fn unreadable(path: &Path) -> CertificateError {
    CertificateError::Unreadable(path.display().to_string())
}

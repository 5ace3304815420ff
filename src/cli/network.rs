//! How `piaojue serve` is reached: plain on this computer, or over TLS in a hall.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use tokio::net::TcpListener;

use crate::clock::{Clock, in_china};
use crate::domain::site::host_of;
use crate::http::{Admission, Doorstep, Trusted, doorstep};
use crate::limits::{CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX};
use crate::net::authority::{self, Authority, Leaf};
use crate::net::tls::{self, TlsAcceptor};
use crate::net::{Caps, Door, Stop, listen};

/// Options of `serve` that concern the network.
#[derive(Debug, clap::Args)]
pub(crate) struct NetworkArgs {
    /// Speak TLS with certificates of the hall's own, made in the data folder; tablets are told to
    /// trust them once
    #[arg(long, env = "PIAOJUE_TLS", conflicts_with = "tls_cert")]
    tls: bool,
    /// Name or address that browsers will use; may be given several times, or with commas between.
    /// Without it the addresses of this computer
    #[arg(
        long = "name",
        value_name = "NAME",
        requires = "tls",
        value_delimiter = ',',
        env = "PIAOJUE_NAME"
    )]
    names: Vec<String>,
    /// Speak TLS with this certificate: a file with it and what stands between it and a root
    #[arg(long, value_name = "FILE", requires = "tls_key", env = "PIAOJUE_TLS_CERT")]
    tls_cert: Option<PathBuf>,
    /// Its key
    #[arg(long, value_name = "FILE", requires = "tls_cert", env = "PIAOJUE_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// Address for plain http: shows the page with the hall's certificate, and leads everything
    /// else to TLS
    #[arg(long, value_name = "HOST:PORT", env = "PIAOJUE_HTTP")]
    http: Option<SocketAddr>,
    /// Most connections at once
    #[arg(long, value_name = "COUNT", default_value_t = CONNECTIONS_MAX)]
    connections: usize,
    /// Whether an address stands for one device, and gets only so many connections and requests.
    /// Say no where an access point answers for the whole hall, or a server in front of this one
    /// for everybody. Yes with TLS, no without
    #[arg(
        long,
        value_name = "yes|no",
        value_parser = clap::builder::BoolishValueParser::new(),
        env = "PIAOJUE_LIMIT_ADDRESSES"
    )]
    limit_addresses: Option<bool>,
}

impl Default for NetworkArgs {
    fn default() -> Self {
        Self {
            tls: false,
            names: Vec::new(),
            tls_cert: None,
            tls_key: None,
            http: None,
            connections: CONNECTIONS_MAX,
            limit_addresses: None,
        }
    }
}

/// An address that is listened on, and how.
pub(super) struct Network {
    listener: TcpListener,
    /// Where it listens.
    pub(super) address: SocketAddr,
    tls: Option<TlsAcceptor>,
    authority: Option<Authority>,
    /// The host by which it is best known, with its port where it needs one.
    pub(super) site: String,
    sites: Vec<String>,
    plain: Option<TcpListener>,
    caps: Caps,
    by_address: bool,
}

impl NetworkArgs {
    fn speaks_tls(&self) -> bool {
        self.tls || self.tls_cert.is_some()
    }

    /// Refuses what would be spoken in the open, before anything is made.
    pub(super) fn check(&self, address: SocketAddr) -> anyhow::Result<()> {
        ensure!(
            address.ip().is_loopback() || self.speaks_tls(),
            "{address}: without TLS the service listens on this computer alone; use 127.0.0.1, or \
             give --tls"
        );
        ensure!(
            self.http.is_none() || self.speaks_tls(),
            "--http leads to TLS: give --tls, or --tls-cert and --tls-key"
        );
        Ok(())
    }

    /// Listens, with certificates where TLS is spoken.
    pub(super) fn open(
        &self,
        data: &Path,
        address: SocketAddr,
        site: Option<&str>,
    ) -> anyhow::Result<Network> {
        let bind = |address| listen(address).with_context(|| format!("cannot listen on {address}"));
        let listener = bind(address)?;
        let plain = self.http.map(bind).transpose()?;
        let address = listener.local_addr()?;
        let (authority, leaf) = self.certificate(data, address.ip())?;
        let known = self.best_name(address.ip(), leaf.as_ref());
        let usual = if leaf.is_some() { 443 } else { 80 };
        let own =
            if address.port() == usual { known } else { format!("{known}:{}", address.port()) };
        let site = site.map_or(own, str::to_owned);
        let mut sites = leaf.as_ref().map_or_else(Vec::new, |leaf| leaf.names.clone());
        sites.push(address.ip().to_string());
        sites.extend(address.ip().is_loopback().then(|| "localhost".to_owned()));
        sites.push(host_of(&site).to_owned());
        let by_address = self.limit_addresses.unwrap_or(leaf.is_some());
        let caps = Caps::new(self.connections, by_address.then_some(CONNECTIONS_PER_ADDRESS_MAX));
        let tls = leaf.map(tls::acceptor).transpose()?;
        Ok(Network { listener, address, tls, authority, site, sites, plain, caps, by_address })
    }

    fn certificate(
        &self,
        data: &Path,
        address: IpAddr,
    ) -> anyhow::Result<(Option<Authority>, Option<Leaf>)> {
        let today = in_china(Clock::System.timestamp()).date();
        if let (Some(chain), Some(key)) = (&self.tls_cert, &self.tls_key) {
            return Ok((None, Some(authority::given(chain, key, today)?)));
        }
        if !self.tls {
            return Ok((None, None));
        }
        let mut names: Vec<_> = self.names.iter().map(|name| name.to_lowercase()).collect();
        names.extend(addresses(address)?.iter().map(IpAddr::to_string));
        let (authority, leaf) = authority::own(&data.join("tls"), &names, today)?;
        Ok((Some(authority), Some(leaf)))
    }

    /// The name that was given first; else an address that others can reach.
    fn best_name(&self, address: IpAddr, leaf: Option<&Leaf>) -> String {
        let written = |address: IpAddr| match address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        if let Some(name) = self.names.first() {
            return name.parse::<IpAddr>().map_or_else(|_| name.to_lowercase(), written);
        }
        let public = leaf.filter(|_| self.tls_cert.is_some());
        if let Some(name) = public.and_then(|leaf| leaf.names.iter().find(|it| !it.contains('*'))) {
            return name.clone();
        }
        if !address.is_unspecified() {
            return written(address);
        }
        let names = leaf.map_or(&[][..], |leaf| &leaf.names);
        let reached = names.iter().filter_map(|name| name.parse::<IpAddr>().ok());
        reached.into_iter().find(|it| !it.is_loopback()).map_or_else(|| written(address), written)
    }
}

/// The addresses by which this computer is reached where it listens on one, or on all.
fn addresses(listening: IpAddr) -> anyhow::Result<Vec<IpAddr>> {
    if !listening.is_unspecified() {
        return Ok(vec![listening]);
    }
    let interfaces = if_addrs::get_if_addrs().context("the network's addresses cannot be read")?;
    let usable = |address: &IpAddr| match address {
        IpAddr::V4(_) => true,
        // An address of one link needs the link's name, which no certificate has.
        IpAddr::V6(it) => listening.is_ipv6() && !it.is_unicast_link_local(),
    };
    Ok(interfaces.iter().map(if_addrs::Interface::ip).filter(usable).collect())
}

impl Network {
    /// Whether TLS is spoken.
    pub(super) const fn is_secure(&self) -> bool {
        self.tls.is_some()
    }

    /// Where browsers on this computer, or in the hall, find it.
    pub(super) fn url(&self) -> String {
        match &self.tls {
            None => format!("http://{}", self.address),
            Some(_) => format!("https://{}", self.site),
        }
    }

    /// What is said at the start: where it listens, and what devices are to be told.
    pub(super) fn greeting(&self) -> anyhow::Result<String> {
        let scheme = if self.is_secure() { "https" } else { "http" };
        let mut text = format!("listening on {scheme}://{}\n", self.address);
        if let Some(plain) = &self.plain {
            let line = format!("plain http on http://{}\n", plain.local_addr()?);
            text.insert_str(0, &line);
        }
        if let Some(authority) = &self.authority {
            let line =
                format!("certificate fingerprint 证书指纹 SHA-256: {}\n", authority.fingerprint());
            text.insert_str(0, &line);
        }
        Ok(text)
    }

    /// Who is let in.
    pub(super) fn admission(&self, stop: Stop) -> Admission {
        Admission { sites: self.sites.clone(), by_address: self.by_address, stop }
    }

    /// Serves these pages until the program is to stop.
    pub(super) async fn serve(self, router: axum::Router, stop: Stop) {
        let shown = Doorstep {
            trusted: self.authority.as_ref().map(|authority| Trusted {
                der: authority.der.clone(),
                pem: authority.pem.clone(),
                fingerprint: authority.fingerprint(),
            }),
            site: self.site.clone(),
            port: self.address.port(),
        };
        let plain = self.plain.map(|listener| {
            let admission =
                Admission { sites: self.sites, by_address: self.by_address, stop: stop.clone() };
            let router = doorstep(shown, admission);
            let door = Door { router, tls: None, caps: self.caps.clone() };
            crate::net::serve(listener, door, stop.clone())
        });
        let door = Door { router, tls: self.tls, caps: self.caps };
        let main = crate::net::serve(self.listener, door, stop);
        match plain {
            None => main.await,
            Some(plain) => {
                tokio::join!(main, plain);
            }
        }
    }
}

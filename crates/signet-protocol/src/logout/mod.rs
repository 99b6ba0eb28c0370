//! Ending sessions (OpenID Connect RP-Initiated, Back-Channel and Front-Channel Logout 1.0) and
//! telling that they ended (Session Management 1.0).

pub mod backchannel;
pub mod frontchannel;
pub mod rp_initiated;
pub mod session_management;

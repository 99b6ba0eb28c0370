#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| signet_fuzz::upstream_logout_token::run(data));

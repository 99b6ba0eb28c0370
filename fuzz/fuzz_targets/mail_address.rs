#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| signet_fuzz::mail_address::run(data));

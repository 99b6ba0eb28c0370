#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| signet_fuzz::upstream_mapping::run(data));

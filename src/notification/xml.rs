//! How is XML read and written? The only file that says `quick_xml`.

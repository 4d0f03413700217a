//! THE PAGE: a report's document in HTML, and all files of a report into a directory.


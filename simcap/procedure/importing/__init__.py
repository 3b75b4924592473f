"""Import (impor): the official form as extracted text becomes a draft definition with named gaps."""

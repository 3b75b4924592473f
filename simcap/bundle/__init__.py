"""The dossier bundle (bundel berkas): one case as a ZIP that anybody can check without SIMCAP."""
